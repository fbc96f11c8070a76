from ayni_web.members.addresses import clusters, organisations

app_name = "members"
urlpatterns = [*organisations.urlpatterns, *clusters.urlpatterns]
