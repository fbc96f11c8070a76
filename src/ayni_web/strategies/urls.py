"""Addresses."""

from django.urls import path

from ayni_web.strategies.views import parts, strategies, versions

app_name = "strategies"
_VERSION = "strategies/versions/<uuid:pk>"
_PART = f"{_VERSION}/parts/<slug:part>"
urlpatterns = [
    path("strategies/", strategies.listed, name="list"),
    path("strategies/add/", strategies.add, name="add"),
    path("strategies/<uuid:pk>/", strategies.strategy, name="strategy"),
    path("strategies/<uuid:pk>/plan/", strategies.plan, name="plan"),
    path(f"{_VERSION}/", versions.version, name="version"),
    path(f"{_VERSION}/copy/", versions.copy, name="copy"),
    path(f"{_VERSION}/sign/", versions.sign, name="sign"),
    path(f"{_VERSION}/compared/", versions.compared, name="compared"),
    path(f"{_VERSION}/paper/", versions.paper, name="paper"),
    path(f"{_VERSION}/strategy.json", versions.as_json, name="json"),
    path(f"{_VERSION}/signs/<slug:part>/<slug:row>/", versions.reopen, name="reopen"),
    path(f"{_PART}/", parts.part, name="part"),
    path(f"{_PART}/evidence/", parts.evidence, name="evidence"),
    path(f"{_PART}/evidence/<uuid:paper>/drop/", parts.show_no_longer, name="show_no_longer"),
    path(f"{_PART}/weigh/", parts.weigh, name="weigh"),
    path(f"{_PART}/<int:at>/", parts.row, name="row"),
    path(f"{_PART}/<int:at>/drop/", parts.drop, name="drop"),
]
