from django.urls import path, re_path

from ayni_web.members.views import clusters, joining, links, memberships, relations

# What `<uuid:...>` takes, for an address that is told by a pattern.
UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

urlpatterns = [
    path("clusters/", clusters.clusters, name="clusters"),
    path("clusters/open/", clusters.open_cluster, name="cluster_open"),
    path("clusters/<uuid:pk>/", clusters.cluster, name="cluster"),
    path("clusters/<uuid:pk>/change/", clusters.change, name="cluster_change"),
    path("clusters/<uuid:pk>/constitute/", clusters.constitute, name="cluster_constitute"),
    path("clusters/<uuid:pk>/end/", clusters.end, name="cluster_end"),
    path("clusters/<uuid:pk>/history/", clusters.history, name="cluster_history"),
    path("clusters/<uuid:pk>/managers/", clusters.managers, name="managers"),
    path("clusters/managers/<int:pk>/end/", clusters.end_management, name="management_end"),
    path("clusters/<uuid:pk>/links/", links.links, name="links"),
    path("clusters/<uuid:pk>/links/add/", links.add_link, name="link_add"),
    path("clusters/links/<uuid:pk>/rename/", links.rename_link, name="link_rename"),
    re_path(rf"^clusters/links/(?P<pk>{UUID})/(?P<way>earlier|later)/$", links.move_link, name="link_move"),
    path("clusters/links/<uuid:pk>/split/", links.split_link, name="link_split"),
    path("clusters/links/<uuid:pk>/merge/", links.merge_links, name="link_merge"),
    path("clusters/links/<uuid:pk>/drop/", links.drop_link, name="link_drop"),
    path("clusters/<uuid:pk>/scope/", links.scopes, name="scopes"),
    path("clusters/<uuid:pk>/scope/propose/", links.propose_scope, name="scope_propose"),
    path("clusters/scope/<uuid:pk>/decide/", links.decide_scope, name="scope_decide"),
    path("clusters/<uuid:pk>/seats/", links.seats, name="seats"),
    path("clusters/<uuid:pk>/seats/limit/", links.limit_seats, name="seats_limit"),
    path("clusters/seats/<int:pk>/lift/", links.lift_limit, name="seats_lift"),
    path("clusters/<uuid:pk>/sponsors/", links.sponsors, name="sponsors"),
    path("clusters/<uuid:pk>/sponsors/add/", links.add_sponsor, name="sponsor_add"),
    path("clusters/sponsors/<int:pk>/end/", links.end_sponsor, name="sponsor_end"),
    path("clusters/<uuid:pk>/members/", memberships.members, name="members"),
    path("clusters/<uuid:pk>/members/add/", memberships.add_member, name="member_add"),
    path("clusters/<uuid:pk>/apply/", memberships.apply, name="apply"),
    path("clusters/members/<uuid:pk>/admit/", memberships.admit, name="membership_admit"),
    path("clusters/members/<uuid:pk>/refuse/", memberships.refuse, name="membership_refuse"),
    path("clusters/members/<uuid:pk>/leave/", memberships.leave, name="membership_leave"),
    path("clusters/members/<uuid:pk>/parts/", memberships.parts, name="membership_parts"),
    path("clusters/<uuid:pk>/relations/", relations.relations, name="relations"),
    path("relations/add/", relations.add, name="relation_add"),
    path("relations/<uuid:pk>/", relations.relation, name="relation"),
    path("relations/<uuid:pk>/change/", relations.change, name="relation_change"),
    path("relations/<uuid:pk>/end/", relations.end, name="relation_end"),
    path("relations/<uuid:pk>/confirm/", relations.confirm, name="relation_confirm"),
    path("join/", joining.join, name="join"),
    # As it is said aloud in Spanish.
    path("unirse/", joining.join, name="join_es"),
    path("clusters/<uuid:pk>/managers/invite/", joining.invite_manager, name="manager_invite"),
    path("clusters/<uuid:pk>/invitations/", joining.invitations, name="cluster_invitations"),
    path("organisations/<uuid:pk>/invite/", joining.invite_representative, name="representative_invite"),
]
