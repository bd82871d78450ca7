{{/* Names and labels that every object has. */}}
{{- define "touchstream.fullname" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* Of one app, or of what all of them share. Arguments: root, app. */}}
{{- define "touchstream.selector" -}}
app.kubernetes.io/name: touchstream
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- with .app }}
app.kubernetes.io/component: {{ . }}
{{- end }}
{{- end -}}

{{- define "touchstream.labels" -}}
{{ include "touchstream.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/part-of: touchstream
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end -}}

{{- define "touchstream.image" -}}
{{- $tag := .Values.image.tag | default .Chart.AppVersion -}}
{{- if .Values.image.digest -}}
{{ printf "%s:%s@%s" .Values.image.repository $tag .Values.image.digest }}
{{- else -}}
{{ printf "%s:%s" .Values.image.repository $tag }}
{{- end -}}
{{- end -}}

{{/* The three apps: what each one runs, which engines it needs, and its values. As JSON. */}}
{{- define "touchstream.apps" -}}
{{- dict
  "command-api" (dict "values" .Values.commandApi "engines" (list "EVENT_STORE_URL") "temporary" .Values.commandApi.uploadsLimit)
  "projector" (dict "values" .Values.projector "engines" (list "EVENT_STORE_URL" "VIEW_STORE_URL" "EVENT_BUS_URL") "temporary" .Values.projector.buildsLimit)
  "query-api" (dict "values" .Values.queryApi "engines" (list "EVENT_STORE_URL" "VIEW_STORE_URL") "temporary" "64Mi")
  | toJson -}}
{{- end -}}
