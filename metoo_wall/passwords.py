from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2AtOwaspCost(Argon2PasswordHasher):
    """19 MiB, two passes, one lane: the least that OWASP's password storage cheat sheet names for Argon2id.

    Django's default takes 100 MiB a login, which is a way to fell a small server.
    """

    memory_cost = 19_456
    time_cost = 2
    parallelism = 1
