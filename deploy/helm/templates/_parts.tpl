{{/* What every pod of the portal shares. Each part takes a dict: root (the whole context) and part (web, worker…). */}}

{{- define "portaal.name" -}}
{{ .Release.Name | trunc 40 | trimSuffix "-" }}
{{- end }}

{{- define "portaal.image" -}}
{{ .Values.image.repository }}{{ if hasPrefix "sha256:" .Values.image.tag }}@{{ else }}:{{ end }}{{ .Values.image.tag }}
{{- end }}

{{- define "portaal.chosen" -}}
app.kubernetes.io/name: regiodealportaal
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .part }}
{{- end }}

{{- define "portaal.labels" -}}
{{ include "portaal.chosen" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
{{- end }}

{{/* Non-root by number, as the image is; a group of its own on the disks that are given. */}}
{{- define "portaal.pod" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile: {type: RuntimeDefault}
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets:
{{- range . }}
  - name: {{ . }}
{{- end }}
{{- end }}
{{- end }}

{{- define "portaal.container" -}}
image: {{ include "portaal.image" .root | quote }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  privileged: false
  capabilities: {drop: [ALL]}
resources: {{- index .root.Values .part "resources" | toYaml | nindent 2 }}
envFrom:
  - configMapRef: {name: {{ include "portaal.name" .root }}}
volumeMounts:
  - {name: data, mountPath: /data}
  - {name: static, mountPath: /data/static}
  - {name: backup, mountPath: /backup}
  - {name: tmp, mountPath: /tmp}
  - {name: secrets, mountPath: /run/secrets, readOnly: true}
{{- end }}

{{/* The address of the database for this user. */}}
{{- define "portaal.address" -}}
{{- with .root.Values.database }}{{ printf "postgresql://%s@%s:%v/%s?sslmode=%s" $.user .host .port .name .sslMode | quote }}{{ end }}
{{- end }}

{{/* The database as this user, whose password is in this file; and where files are, for whoever asks the database. */}}
{{- define "portaal.database" -}}
- name: DATABASE_URL
  value: {{ include "portaal.address" . }}
- name: DATABASE_PASSWORD_FILE
  value: /run/secrets/{{ .secret }}
{{- with .root.Values.s3 }}
{{- if .url }}
- name: S3_URL
  value: {{ .url | quote }}
- name: S3_REGION
  value: {{ .region | quote }}
- name: S3_ACCESS_KEY_FILE
  value: /run/secrets/s3-access-key
- name: S3_SECRET_KEY_FILE
  value: /run/secrets/s3-secret-key
{{- end }}
{{- end }}
{{- end }}

{{/* The disks, and of the secrets only those that this part uses. With files in S3 no two pods share a disk. */}}
{{- define "portaal.volumes" -}}
{{- $shared := not .root.Values.s3.url }}
{{- $restores := and (eq .part "prepare") .root.Values.prepare.restore }}
- name: data
{{- if $shared }}
  persistentVolumeClaim: {claimName: {{ .root.Values.data.existingClaim | default (printf "%s-data" (include "portaal.name" .root)) }}}
{{- else }}
  emptyDir: {sizeLimit: {{ .root.Values.data.size }}}
{{- end }}
- name: backup
{{- if or $shared (eq .part "worker") $restores }}
  persistentVolumeClaim: {claimName: {{ .root.Values.backup.existingClaim | default (printf "%s-backup" (include "portaal.name" .root)) }}}
{{- else }}
  emptyDir: {sizeLimit: 1Mi}
{{- end }}
- name: static # of this version: a pod of another version goes on with its own
  emptyDir: {sizeLimit: 256Mi}
- name: tmp
  emptyDir: {sizeLimit: 1Gi}
- name: secrets
  secret:
    secretName: {{ .root.Values.secrets.name }}
    defaultMode: 0440
    items:
{{- range .secrets }}
      - {key: {{ . }}, path: {{ . }}}
{{- end }}
{{- if .root.Values.secrets.earlierKeys }}
      - {key: secret-key-fallbacks, path: secret-key-fallbacks}
{{- end }}
{{- if and .root.Values.s3.url (ne .part "beat") }}
      - {key: s3-access-key, path: s3-access-key}
      - {key: s3-secret-key, path: s3-secret-key}
{{- end }}
{{- end }}

{{/* Static files of this version, and the database as the job leaves it: whoever serves waits for both. */}}
{{- define "portaal.ready" -}}
- name: wait
  {{- include "portaal.container" . | nindent 2 }}
  env: {{- include "portaal.database" (dict "root" .root "user" .root.Values.database.role "secret" "portal-password") | nindent 4 }}
  command:
    - sh
    - -c
    - |
      python manage.py collectstatic --noinput --verbosity 0
      until python manage.py migrate --check --skip-checks >/dev/null 2>&1; do
        echo "the database is not made ready yet"; sleep 5
      done
{{- end }}
