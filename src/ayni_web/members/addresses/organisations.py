from django.urls import path

from ayni_web.members.views import duplicates, organisations, rights

urlpatterns = [
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/add/", organisations.add, name="organisation_add"),
    path("organisations/mine/", organisations.mine, name="mine"),
    path("organisations/<uuid:pk>/", organisations.organisation, name="organisation"),
    path("organisations/<uuid:pk>/change/", organisations.change, name="organisation_change"),
    path("organisations/<uuid:pk>/confirm/", organisations.confirm, name="organisation_confirm"),
    path("organisations/<uuid:pk>/numbers/add/", organisations.add_number, name="number_add"),
    path("organisations/<uuid:pk>/numbers/<int:number>/drop/", organisations.drop_number, name="number_drop"),
    path("organisations/<uuid:pk>/contacts/add/", organisations.add_contact, name="contact_add"),
    path("organisations/<uuid:pk>/contacts/<int:contact>/drop/", organisations.drop_contact, name="contact_drop"),
    path("organisations/<uuid:pk>/rights/", rights.rights, name="rights"),
    path("organisations/rights/<int:pk>/end/", rights.end_right, name="right_end"),
    path("organisations/acting/<int:pk>/end/", rights.end_representation, name="representation_end"),
    path("organisations/<uuid:pk>/same-as/", duplicates.choose, name="duplicate_choose"),
    path("organisations/duplicates/", duplicates.duplicates, name="duplicates"),
    path("organisations/duplicates/scan/", duplicates.scan, name="duplicates_scan"),
    path("organisations/duplicates/<int:pk>/", duplicates.duplicate, name="duplicate"),
    path("organisations/duplicates/<int:pk>/different/", duplicates.different, name="duplicate_different"),
    path("organisations/<uuid:first>/same-as/<uuid:second>/", duplicates.compare, name="duplicate_compare"),
    path("organisations/merges/<uuid:pk>/split/", duplicates.split, name="split"),
]
