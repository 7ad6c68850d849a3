"""Accounts that sign in, and the roles that come from no membership."""

from __future__ import annotations

from typing import Any, ClassVar, override

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from rules.permissions import permissions
from simple_history.models import HistoricalRecords

from groups.models.dated import Dated
from groups.models.organisations import Area
from groups.models.people import Person
from groups.querysets import DatedQuerySet

_RULES: Any = permissions


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """An account. Without a password nobody can sign in to it until one is set."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """An account that may do everything in the registers; it still signs no agenda or note."""
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """An account: an e-mail address to sign in with, and the person who signs."""

    email = models.EmailField("e-post", unique=True)
    person = models.OneToOneField(
        Person, models.PROTECT, verbose_name="person", related_name="user", null=True, blank=True
    )
    is_active = models.BooleanField("aktivt", default=True)
    date_joined = models.DateTimeField("skapat", auto_now_add=True)

    objects = UserManager()
    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"

    class Meta:
        verbose_name = "konto"
        verbose_name_plural = "konton"
        ordering: ClassVar = ["email"]
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="one_account_per_address")]

    def __str__(self) -> str:
        return self.person.name if self.person else self.email

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self).split(" ", 1)[0]

    @override
    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Whether the account may: as a named rule says, or as a superuser. No table of permissions is asked."""
        return self.is_active and (self.is_superuser or _RULES.test_rule(perm, self, obj))

    @override
    def has_module_perms(self, app_label: str) -> bool:
        """Whether the account may open what a part of the admin holds; as ``has_perm``."""
        return self.is_active and (self.is_superuser or _RULES.test_rule(app_label, self))

    @property
    def is_staff(self) -> bool:
        """Whether the registers of the admin may be entered; what can be done there is for ``rules`` to say."""
        return self.is_active


class AreaRole(Dated):
    """Area administrator or registrar, for a time."""

    class Role(models.TextChoices):
        ADMINISTRATOR = "administrator", "Områdesadministratör"
        REGISTRAR = "registrar", "Registrator"

    user = models.ForeignKey(User, models.CASCADE, verbose_name="konto", related_name="area_roles")
    area = models.ForeignKey(Area, models.CASCADE, verbose_name="område", related_name="roles")
    role = models.CharField("roll", max_length=14, choices=Role)

    objects = DatedQuerySet["AreaRole"].as_manager()
    history = HistoricalRecords()

    class Meta(Dated.Meta):
        verbose_name = "områdesroll"
        verbose_name_plural = "områdesroller"

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.area}"
