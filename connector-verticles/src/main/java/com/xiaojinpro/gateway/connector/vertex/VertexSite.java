package com.xiaojinpro.gateway.connector.vertex;

import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.connector.Credentials;
import com.xiaojinpro.gateway.connector.gemini.GeminiSite;
import com.xiaojinpro.gateway.connector.gemini.ModelPath;
import com.xiaojinpro.gateway.connector.wire.Redaction;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where Vertex AI is. A target may name a region and a project of its own.
 *
 * @param baseUrl the operator's own base URL; empty for Google's, which depends on the location
 * @param project empty where there is none, as with an API key
 * @param express whether an API key opens it, for which there are no projects and locations
 */
record VertexSite(
        String baseUrl,
        String version,
        String project,
        String location,
        boolean express,
        Map<String, String> headers,
        @Nullable Credentials credentials,
        Redaction redaction)
        implements GeminiSite {
    VertexSite {
        headers = Map.copyOf(headers);
    }

    /** The same place by another version of its API. */
    VertexSite withVersion(String other) {
        return new VertexSite(baseUrl, other, project, location, express, headers, credentials, redaction);
    }

    @Override
    public Kind kind() {
        return Kind.VERTEX;
    }

    @Override
    public String url(Target target, String method) {
        return url(target, resource(target.model(), "google"), method);
    }

    /**
     * The URL of a method of a model.
     *
     * @param resource the model below its location, such as {@code publishers/google/models/NAME}
     */
    String url(Target target, String resource, String method) {
        String place = location(target);
        String base = (baseUrl.isEmpty() ? base(place) : baseUrl) + "/" + version + "/";
        if (resource.startsWith("projects/") || express) {
            return base + resource + ":" + method;
        }
        String of = target.project() == null ? project : target.project();
        if (of.isEmpty()) {
            throw Fault.of(FaultKind.INTERNAL, "No project is configured for this provider.")
                    .exception();
        }
        return base + "projects/" + ModelPath.segment(of) + "/locations/" + ModelPath.segment(place) + "/" + resource
                + ":" + method;
    }

    String location(Target target) {
        return target.region() == null ? location : target.region();
    }

    /** A model's name below its location: alone, with its publisher, or as an endpoint of the operator's own. */
    static String resource(String model, String publisher) {
        String path = ModelPath.of(model);
        if (path.startsWith("projects/") || path.startsWith("publishers/") || path.startsWith("endpoints/")) {
            return path;
        }
        if (path.startsWith("models/")) {
            return "publishers/" + publisher + "/" + path;
        }
        int slash = path.indexOf('/');
        return slash < 0
                ? "publishers/" + publisher + "/models/" + path
                : "publishers/" + path.substring(0, slash) + "/models/" + path.substring(slash + 1);
    }

    /** Google's host for a location; two groups of regions have hosts of another form, {@code global} has none (H98). */
    static String base(String location) {
        return switch (location) {
            case "global" -> "https://aiplatform.googleapis.com";
            case "us", "eu" -> "https://aiplatform." + location + ".rep.googleapis.com";
            default -> "https://" + ModelPath.segment(location) + "-aiplatform.googleapis.com";
        };
    }

    @Override
    public String toString() {
        return "vertex " + project + " " + location;
    }
}
