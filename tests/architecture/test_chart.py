"""The chart for Kubernetes: what Helm makes of it is valid, restricted, and tells the portal what it asks for."""

import json
import re
from collections.abc import Iterator
from typing import Any

import helm_python
import kubernetes_validate
import pytest
from honcho.environ import parse_procfile
from ruamel.yaml import YAML

from regiodeal.config.environment import Environment
from tests.architecture.test_compose import names_in_handbook
from tests.environment import environment
from tests.portal import ROOT

CHART = ROOT / "deploy" / "helm"
GIVEN: dict[str, Any] = {
    "image": {"repository": "registry.example.nl/portaal", "tag": "0.2.0"},
    "settings": {
        "ALLOWED_HOSTS": "portaal.example.nl",
        "PORTAL_URL": "https://portaal.example.nl",
        "MAIL_FROM": "portaal@example.nl",
        "CONTACT_EMAIL": "regiodeal@example.nl",
    },
    "secrets": {"name": "portaal"},
    "database": {"host": "postgres.example.nl"},
    "redis": {"host": "redis.example.nl"},
    "ingress": {"host": "portaal.example.nl"},
}
TOLD_APART = {  # settings of the handbook that are no setting of the chart, and how it tells them
    **dict.fromkeys(("DATABASE_URL", "DATABASE_ROLE", "REDIS_URL", "BACKUP_DIR"), "from values of their own"),
    **dict.fromkeys(("S3_URL", "S3_REGION"), "from values of their own"),
    **dict.fromkeys(("S3_ACCESS_KEY", "S3_SECRET_KEY"), "a secret"),
    **dict.fromkeys(("SECRET_KEY", "SECRET_KEY_FALLBACKS", "MAIL_URL", "METRICS_TOKEN"), "a secret"),
    **dict.fromkeys(("DATABASE_PASSWORD", "DATABASE_ROLE_PASSWORD", "REDIS_PASSWORD"), "a secret"),
    **dict.fromkeys(("DATA_DIR", "DEBUG", "EXAMPLE"), "never another in a cluster"),
}


def made(**values: Any) -> list[dict[str, Any]]:
    """All that Helm makes of the chart with what a municipality gives."""
    with helm_python.Chart.load(str(CHART)) as chart:
        found = chart.render(GIVEN | values, name="portaal", namespace="regiodeal")
    yaml = YAML(typ="safe")
    texts = [text for name, text in sorted(found.items()) if name.endswith(".yaml")]
    return [each for text in texts for each in yaml.load_all(text) if each]


@pytest.fixture(scope="module")
def objects() -> list[dict[str, Any]]:
    return made()


def pods(objects: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each pod by what it is: web, worker, beat, prepare."""
    for each in objects:
        if each["kind"] in {"Deployment", "Job"}:
            template = each["spec"]["template"]
            yield template["metadata"]["labels"]["app.kubernetes.io/component"], template["spec"]


def containers(pod: dict[str, Any]) -> list[dict[str, Any]]:
    return [*pod.get("initContainers", []), *pod["containers"]]


@pytest.mark.parametrize("version", ["1.28", "1.37"])
def test_every_object_is_as_kubernetes_asks(objects: list[dict[str, Any]], version: str) -> None:
    for each in objects:
        kubernetes_validate.validate(each, version, strict=True)


def test_every_process_runs_and_one_job_makes_the_tables(objects: list[dict[str, Any]]) -> None:
    running = {name: pod["containers"][0]["command"] for name, pod in pods(objects)}
    processes = parse_procfile((ROOT / "Procfile").read_text()).processes
    assert running == {"prepare": ["bin/prepare"], **{name: ["bin/process", name] for name in processes}}
    assert [each["metadata"]["name"] for each in objects if each["kind"] == "Job"] == ["portaal-prepare-1"]


def test_each_pod_is_restricted(objects: list[dict[str, Any]]) -> None:
    """The level "restricted" of the Pod Security Standards, a root that is only read, and no key of the cluster."""
    for name, pod in pods(objects):
        told = pod["securityContext"]
        assert (told["runAsNonRoot"], told["runAsUser"], told["seccompProfile"]) == (
            True,
            10001,  # the number of the image: Kubernetes cannot tell whether a name is root
            {"type": "RuntimeDefault"},
        ), name
        assert pod["automountServiceAccountToken"] is False, name
        for container in containers(pod):
            allowed = container["securityContext"]
            assert allowed["readOnlyRootFilesystem"], name
            assert (allowed["allowPrivilegeEscalation"], allowed["privileged"]) == (False, False), name
            assert allowed["capabilities"] == {"drop": ["ALL"]}, name
            assert {"requests", "limits"} <= container["resources"].keys(), name
            written = {mount["mountPath"] for mount in container["volumeMounts"]}
            assert {"/data", "/data/static", "/backup", "/tmp"} <= written, name


def test_each_pod_knows_the_secrets_that_it_uses(objects: list[dict[str, Any]]) -> None:
    every = {"secret-key", "postgres-password", "portal-password", "redis-password", "mail-url", "metrics-token"}
    kept = {}
    for name, pod in pods(objects):
        (volume,) = [each for each in pod["volumes"] if each["name"] == "secrets"]
        assert volume["secret"]["secretName"] == "portaal"
        kept[name] = every - {item["key"] for item in volume["secret"]["items"]}
        (settings,) = [each["data"] for each in objects if each["kind"] == "ConfigMap"]
        for container in containers(pod):
            told = settings | {each["name"]: each["value"] for each in container.get("env", [])}
            files = {value for variable, value in told.items() if variable.endswith("_FILE")}
            assert {value.removeprefix("/run/secrets/") for value in files} <= every - kept[name]
    assert kept == {  # as in docker-compose.yml
        "prepare": {"mail-url", "metrics-token"},
        "web": {"postgres-password"},
        "worker": {"postgres-password", "metrics-token"},
        "beat": {"postgres-password", "portal-password", "mail-url", "metrics-token"},
    }


def test_only_the_job_is_the_owner_of_the_tables(objects: list[dict[str, Any]]) -> None:
    for name, pod in pods(objects):
        for container in containers(pod):
            told = {each["name"]: each["value"] for each in container.get("env", [])}
            if name != "beat":  # which has the address of the role without its password
                user = "portal" if name == "prepare" else "portal_app"
                assert told["DATABASE_URL"] == f"postgresql://{user}@postgres.example.nl:5432/portal?sslmode=require"


def test_the_portal_starts_with_what_a_pod_is_told(objects: list[dict[str, Any]], tmp_path: Any) -> None:
    (settings,) = [each["data"] for each in objects if each["kind"] == "ConfigMap"]
    secret = tmp_path / "secret"
    secret.write_text("g" * 64)
    for name, pod in pods(objects):
        told = settings | {each["name"]: each["value"] for each in pod["containers"][0].get("env", [])}
        told = {variable: str(secret) if variable.endswith("_FILE") else value for variable, value in told.items()}
        if "MAIL_URL_FILE" in told:
            (tmp_path / "mail").write_text("folder:")
            told["MAIL_URL_FILE"] = str(tmp_path / "mail")
        found = environment(**told)
        assert not found.is_local
        assert found.DATABASE_URL.startswith("postgresql://"), name
        assert ("g" * 64 in found.DATABASE_URL) == (name != "beat")
        assert f"redis://:{'g' * 64}@redis.example.nl:6379/0" == found.REDIS_URL


def test_the_web_is_probed_scaled_and_waits_for_the_tables(objects: list[dict[str, Any]]) -> None:
    found = dict(pods(objects))
    (web,) = found["web"]["containers"]
    asked = {name: web[name]["httpGet"]["path"] for name in ("startupProbe", "livenessProbe", "readinessProbe")}
    assert asked == {"startupProbe": "/healthz", "livenessProbe": "/healthz", "readinessProbe": "/readyz"}
    for name in ("worker", "beat"):
        assert found[name]["containers"][0]["livenessProbe"]["exec"]["command"] == ["python", "bin/healthy", name]
    for name in ("web", "worker"):
        assert "migrate --check" in found[name]["initContainers"][0]["command"][-1]
    scaled = {each["kind"]: each for each in objects}["HorizontalPodAutoscaler"]["spec"]
    assert (scaled["scaleTargetRef"]["name"], scaled["minReplicas"], scaled["maxReplicas"]) == ("portaal-web", 2, 6)
    fixed = made(web={"autoscaling": {"enabled": False}})
    replicas = [each["spec"].get("replicas") for each in fixed if each["metadata"]["name"] == "portaal-web"]
    assert 2 in replicas
    assert "HorizontalPodAutoscaler" not in {each["kind"] for each in fixed}


def test_a_backup_is_put_back_by_the_job_while_nothing_else_runs() -> None:
    archive = "regiodealportaal-nacht-20260614-021000.tar"
    told = {"stopped": True, "prepare": {"restore": archive}}
    found = made(**told)
    (job,) = [each["spec"] for each in found if each["kind"] == "Job"]
    (container,) = job["template"]["spec"]["containers"]
    assert container["command"][-1] == f"bin/prepare && exec python manage.py restore /backup/{archive}"
    assert job["backoffLimit"] == 0  # what went half is looked at by a person
    assert {each["spec"]["replicas"] for each in found if each["kind"] == "Deployment"} == {0}
    assert "HorizontalPodAutoscaler" not in {each["kind"] for each in found}
    with pytest.raises(helm_python.HelmError, match="stopped"):
        made(prepare={"restore": archive})
    with pytest.raises(helm_python.HelmError, match="restore"):
        made(**told | {"prepare": {"restore": "x.tar; rm -rf /data"}})


def test_only_the_web_is_reached_and_what_was_entered_outlives_the_release(objects: list[dict[str, Any]]) -> None:
    policies = {each["metadata"]["name"]: each["spec"] for each in objects if each["kind"] == "NetworkPolicy"}
    assert "ingress" not in policies["portaal-closed"]
    assert policies["portaal-web"]["podSelector"]["matchLabels"]["app.kubernetes.io/component"] == "web"
    disks = [each for each in objects if each["kind"] == "PersistentVolumeClaim"]
    assert {each["metadata"]["name"] for each in disks} == {"portaal-data", "portaal-backup"}
    assert all(each["metadata"]["annotations"] == {"helm.sh/resource-policy": "keep"} for each in disks)
    assert all(each["spec"]["accessModes"] == ["ReadWriteMany"] for each in disks)


def test_with_files_in_s3_no_disk_is_shared(tmp_path: Any) -> None:
    found = made(s3={"url": "https://s3.example.nl/portaal"})
    for each in found:
        kubernetes_validate.validate(each, "1.37", strict=True)
    disks = {each["metadata"]["name"]: each["spec"] for each in found if each["kind"] == "PersistentVolumeClaim"}
    assert {name: disk["accessModes"] for name, disk in disks.items()} == {"portaal-backup": ["ReadWriteOnce"]}
    (settings,) = [each["data"] for each in found if each["kind"] == "ConfigMap"]
    (secret := tmp_path / "secret").write_text("g" * 64)
    (mail := tmp_path / "mail").write_text("folder:")
    claims = {}
    for name, pod in pods(found):
        volumes = {each["name"]: each for each in pod["volumes"]}
        claims[name] = {volume for volume, each in volumes.items() if "persistentVolumeClaim" in each}
        given = {item["key"] for item in volumes["secrets"]["secret"]["items"]}
        assert ({"s3-access-key", "s3-secret-key"} <= given) == (name != "beat")
        for container in containers(pod):
            told = settings | {each["name"]: each["value"] for each in container.get("env", [])}
            files = {variable: value for variable, value in told.items() if variable.endswith("_FILE")}
            assert {value.removeprefix("/run/secrets/") for value in files.values()} <= given
            told |= {variable: str(mail if variable == "MAIL_URL_FILE" else secret) for variable in files}
            assert bool(environment(**told).S3_URL) == (name != "beat")
    assert claims == {"prepare": set(), "web": set(), "worker": {"backup"}, "beat": set()}
    told = {"stopped": True, "prepare": {"restore": "regiodealportaal-nacht-20260614-021000.tar"}}
    job = dict(pods(made(s3={"url": "https://s3.example.nl/portaal"}, **told)))["prepare"]
    assert "persistentVolumeClaim" in {each["name"]: each for each in job["volumes"]}["backup"]
    with pytest.raises(helm_python.HelmError, match="S3_URL"):
        made(settings=GIVEN["settings"] | {"S3_URL": "https://s3.example.nl/portaal"})


def test_every_pod_reads_earlier_keys_while_the_key_is_changed(tmp_path: Any) -> None:
    """The handbook changes the key by SECRET_KEY_FALLBACKS, which no pod could be told."""
    found = made(secrets={"name": "portaal", "earlierKeys": True})
    (settings,) = [each["data"] for each in found if each["kind"] == "ConfigMap"]
    assert settings["SECRET_KEY_FALLBACKS_FILE"] == "/run/secrets/secret-key-fallbacks"
    for name, pod in pods(found):
        (volume,) = [each for each in pod["volumes"] if each["name"] == "secrets"]
        assert "secret-key-fallbacks" in {item["path"] for item in volume["secret"]["items"]}, name
    assert "SECRET_KEY_FALLBACKS_FILE" not in str(made())


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"image": {"repository": "", "tag": "0.2.0"}}, "repository"),
        ({"image": {"repository": "registry.example.nl/portaal", "tag": "latest"}}, "tag"),
        ({"settings": GIVEN["settings"] | {"PORTAL_URL": "http://portaal.example.nl"}}, "PORTAL_URL"),
        ({"settings": GIVEN["settings"] | {"REDIS_PASSWORD": "geheim"}}, "REDIS_PASSWORD"),
        ({"settings": GIVEN["settings"] | {"DEBUG": "1"}}, "DEBUG"),
        ({"databse": {"host": "x"}}, "databse"),
        ({"ingress": {"host": ""}}, "host"),
    ],
)
def test_what_is_missing_or_wrong_is_refused_before_anything_is_made(values: dict[str, Any], told: str) -> None:
    with pytest.raises(helm_python.HelmError, match=told):
        made(**values)


def test_every_setting_of_the_handbook_can_be_given(objects: list[dict[str, Any]]) -> None:
    schema = json.loads((CHART / "values.schema.json").read_text())["properties"]["settings"]["propertyNames"]
    refused = {name for name in names_in_handbook() if re.search(schema["not"]["pattern"], name)}
    of_docker = {"BACKUP_FOLDER"}
    assert refused <= TOLD_APART.keys()
    (settings,) = [each["data"] for each in objects if each["kind"] == "ConfigMap"]
    known = Environment.model_fields.keys() | names_in_handbook()
    assert {name.removesuffix("_FILE") for name in settings} <= known - of_docker


def test_the_chart_is_of_this_version() -> None:
    chart = YAML(typ="safe").load(CHART / "Chart.yaml")
    assert chart["version"] == chart["appVersion"] == YAML(typ="safe").load(ROOT / "publiccode.yml")["softwareVersion"]
