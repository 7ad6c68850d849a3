"""Every address; the lists per noun stand with their views."""

from django.urls import URLPattern, URLResolver, include, path

from groups.admin import site as registers
from meetings.admin import consulted
from meetings.admin.answering import paper
from samverkan.portal import handbook
from samverkan.portal.diary import diary
from samverkan.portal.group_desk import group_desk
from samverkan.portal.inside_figures import inside_figures
from samverkan.portal.kept_mail import kept_mail, kept_mail_file, kept_mails
from samverkan.portal.mail_links import mail_link
from samverkan.portal.outbox_desk import failed_work, retry_work
from samverkan.portal.workbench import workbench

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", workbench, name="workbench"),
    path("admin/grupper/<slug:slug>/", group_desk, name="group-desk"),
    path("admin/grupper/<slug:slug>/siffror/", inside_figures, name="group-desk-figures"),
    path("admin/diarium/", diary, name="diary"),
    path("admin/hjalp/", handbook.handbook, name="help"),
    path("admin/hjalp/<slug:slug>/", handbook.task, name="help-task"),
    path("admin/utgaende/", failed_work, name="failed-work"),
    path("admin/utgaende/<uuid:pk>/igen/", retry_work, name="failed-work-retry"),
    path("admin/mejl/", kept_mails, name="kept-mails"),
    path("admin/mejl/<int:pk>/", kept_mail, name="kept-mail"),
    path("admin/mejl/<int:pk>/bilagor/<int:number>/", kept_mail_file, name="kept-mail-file"),
    path("admin/", include("groups.admin.urls")),
    path("admin/", include("meetings.admin.urls")),
    path("admin/", include("decisions.admin.urls")),
    path("admin/", include("decisions.admin.plan_urls")),
    path("admin/", include("decisions.admin.sent_down_urls")),
    path("admin/", registers.urls),
    path("lank/remiss/<str:token>/", consulted.answer, name="consultation-link"),
    path("lank/remiss/<str:token>/underlag/<int:number>/", consulted.paper, name="consultation-link-paper"),
    path("lank/<str:token>/", mail_link, name="mail-link"),
    path("lank/<str:token>/underlag/<int:number>/", paper, name="mail-link-paper"),
    path("konto/", include("allauth.account.urls")),
    path("", include("samverkan.portal.urls")),
]

handler403 = "samverkan.common.admin_site.refused"
