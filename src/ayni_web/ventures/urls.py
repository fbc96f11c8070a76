"""Addresses."""

from django.urls import path

from ayni_web.ventures.views import forecasts, lenders, members, plans, steps, versions

app_name = "ventures"
_VERSION = "plans/versions/<uuid:pk>"
_ROW = f"{_VERSION}/steps/<slug:step>/<slug:table>/<int:at>"
urlpatterns = [
    path("plans/", plans.listed, name="list"),
    path("plans/add/", plans.add, name="add"),
    path("plans/model.xlsx", plans.model, name="model"),
    path("plans/<uuid:pk>/", plans.plan, name="plan"),
    path("plans/<uuid:pk>/members/add/", plans.take_part, name="take_part"),
    path("plans/<uuid:pk>/members/<int:participant>/leave-out/", plans.leave_out, name="leave_out"),
    path("plans/<uuid:pk>/members/<uuid:organisation>/", members.own, name="member"),
    path(f"{_VERSION}/", versions.version, name="version"),
    path(f"{_VERSION}/steps/", steps.steps, name="steps"),
    path(f"{_VERSION}/steps/<slug:step>/", steps.step, name="step"),
    path(f"{_VERSION}/steps/<slug:step>/<slug:table>/", steps.new_row, name="new_row"),
    path(f"{_ROW}/", steps.row, name="row"),
    path(f"{_ROW}/drop/", steps.drop, name="drop"),
    path(f"{_VERSION}/compute/", versions.compute, name="compute"),
    path(f"{_VERSION}/copy/", versions.copy, name="copy"),
    path(f"{_VERSION}/renew/<int:assumption>/", versions.renew, name="renew"),
    path(f"{_VERSION}/sign/", versions.sign, name="sign"),
    path(f"{_VERSION}/compared/", versions.compared, name="compared"),
    path(f"{_VERSION}/handover/", versions.handover, name="handover"),
    path(f"{_VERSION}/forecasts/", forecasts.forecasts, name="forecasts"),
    path(f"{_VERSION}/paper/", versions.paper, name="paper"),
    path(f"{_VERSION}/lender/", lenders.lender, name="lender"),
    path(f"{_VERSION}/plan.xlsx", versions.as_workbook, name="workbook"),
    path(f"{_VERSION}/model.xlsx", versions.as_model, name="version_model"),
    path(f"{_VERSION}/plan.toml", versions.as_toml, name="toml"),
    path(f"{_VERSION}/types/<slug:code>/", members.of_type, name="type"),
]
