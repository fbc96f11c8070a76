"""Addresses."""

from django.urls import path

from ayni_web.commitments import keeping_views, views

app_name = "commitments"
urlpatterns = [
    path("commitments/", views.commitments, name="list"),
    path("commitments/add/", views.choose_kind, name="choose_kind"),
    path("commitments/add/<slug:kind>/", views.add, name="add"),
    path("commitments/board/<uuid:cluster>/", keeping_views.board, name="board"),
    path("commitments/keeping/<uuid:cluster>/", keeping_views.keeping, name="keeping"),
    path("commitments/keeping/<uuid:cluster>/<uuid:organisation>/", keeping_views.index, name="index"),
    path("commitments/<uuid:pk>/", views.commitment, name="commitment"),
    path("commitments/<uuid:pk>/countersign/", views.countersign, name="countersign"),
    path("commitments/<uuid:pk>/decline/", views.decline, name="decline"),
    path("commitments/<uuid:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("commitments/<uuid:pk>/tell/", views.tell, name="tell"),
    path("commitments/<uuid:pk>/dispute/", views.dispute, name="dispute"),
    path("commitments/<uuid:pk>/review/", views.review, name="review"),
    path("commitments/<uuid:pk>/match/", views.match, name="match"),
]
