package com.xiaojinpro.gateway.connector.vertex;

import com.xiaojinpro.gateway.config.ProviderConfig;
import com.xiaojinpro.gateway.config.Secret;
import com.xiaojinpro.gateway.config.Settings;
import com.xiaojinpro.gateway.connector.ConnectorServices;
import com.xiaojinpro.gateway.connector.Credentials;
import com.xiaojinpro.gateway.connector.Provider;
import com.xiaojinpro.gateway.connector.ProviderType;
import com.xiaojinpro.gateway.connector.anthropic.Betas;
import com.xiaojinpro.gateway.connector.anthropic.ClaudeModel;
import com.xiaojinpro.gateway.connector.anthropic.ClaudeModels;
import com.xiaojinpro.gateway.connector.anthropic.MessagesAnswers;
import com.xiaojinpro.gateway.connector.anthropic.MessagesBody;
import com.xiaojinpro.gateway.connector.anthropic.MessagesHost;
import com.xiaojinpro.gateway.connector.anthropic.ModelCorrections;
import com.xiaojinpro.gateway.connector.codec.FaultTable;
import com.xiaojinpro.gateway.connector.codec.RandomIds;
import com.xiaojinpro.gateway.connector.compatible.CompatibleType;
import com.xiaojinpro.gateway.connector.gemini.GeminiCodec;
import com.xiaojinpro.gateway.connector.gemini.GeminiSwitches;
import com.xiaojinpro.gateway.connector.gemini.GeminiType;
import com.xiaojinpro.gateway.connector.gemini.GoogleFaults;
import com.xiaojinpro.gateway.connector.wire.Redaction;
import com.xiaojinpro.gateway.connector.wire.RetryHints;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code type = "vertex"}: Gemini and Claude on Vertex AI.
 *
 * <p>Settings: {@code project}, {@code location}, one of {@code credentials}, {@code token} and {@code api_key} or none for the
 * metadata server, {@code metadata_host}, {@code quota_project}, {@code base_url}, {@code api_version}, {@code headers},
 * those of {@link GeminiSwitches}, and for Claude {@code anthropic_version}, {@code betas}, {@code client_betas}, {@code
 * default_max_tokens} and a table {@code models} of {@link ClaudeModel} by name.
 */
public final class VertexType implements ProviderType {
    private static final String ANTHROPIC_VERSION = "vertex-2023-10-16";
    private static final long MOST_TOKENS = 10_000_000;

    /** What the platform knows of what clients ask for; it refuses a request with any other. */
    private static final List<String> CLIENT_BETAS = List.of(
            "computer-use-*",
            "context-1m-*",
            "context-management-*",
            "interleaved-thinking-*",
            "tool-search-tool-*",
            "web-search-*");

    private final InstantSource clock;

    public VertexType() {
        this(InstantSource.system());
    }

    VertexType(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "vertex";
    }

    @Override
    public Provider create(ProviderConfig config) {
        return create(config, ConnectorServices.LOCAL);
    }

    @Override
    public Provider create(ProviderConfig config, ConnectorServices services) {
        Settings settings = config.settings();
        VertexSite site = site(settings);
        GeminiSwitches switches = GeminiSwitches.of(settings, site.kind());
        GeminiCodec gemini = new GeminiCodec(site, switches, services.signatures(), clock, new RandomIds());
        return new VertexCodec(gemini, claude(settings, site, switches));
    }

    private ClaudeCodec claude(Settings settings, VertexSite site, GeminiSwitches switches) {
        ClaudeModels models = ModelCorrections.models(settings, VertexType::onVertex);
        MessagesHost host = MessagesHost.vertex(settings.string("anthropic_version", ANTHROPIC_VERSION))
                .withDefaultMaxTokens(
                        settings.integer("default_max_tokens", MessagesHost.DEFAULT_MAX_TOKENS, 1, MOST_TOKENS));
        MessagesAnswers answers = new MessagesAnswers(
                models,
                new FaultTable(site.redaction()),
                new RetryHints(clock),
                switches.maxEventBytes(),
                new RandomIds());
        // Read also where it is absent: a key that nobody asked for is one nobody knows.
        List<String> given = settings.strings("client_betas");
        List<String> allowed = settings.keys().contains("client_betas") ? given : CLIENT_BETAS;
        Betas betas = new Betas(settings.strings("betas"), allowed);
        VertexSite stable = settings.string("api_version") == null ? site.withVersion("v1") : site;
        return new ClaudeCodec(
                stable, new MessagesBody(host, models), answers, new GoogleFaults(site.redaction(), clock), betas);
    }

    /** The platform is behind Anthropic's own API: it enforces no schemas. */
    private static ClaudeModel onVertex(ClaudeModel row) {
        return row.withStructuredOutput(false);
    }

    private VertexSite site(Settings settings) {
        Secret file = settings.secret("credentials");
        Secret token = settings.secret("token");
        Secret apiKey = settings.secret("api_key");
        if (Stream.of(file != null, token != null, apiKey != null)
                        .filter(told -> told)
                        .count()
                > 1) {
            settings.problem(
                    file != null ? "credentials" : "token",
                    "is one credential of several; one of 'credentials', 'token' and 'api_key' was meant");
        }
        String metadataHost = settings.string("metadata_host", MetadataServer.HOST);
        if (!metadataHost.matches("[A-Za-z0-9.\\-]+(:[0-9]{1,5})?")) {
            settings.problem("metadata_host", "'" + metadataHost + "' is no host");
            metadataHost = MetadataServer.HOST;
        }
        CredentialFile read = file == null ? null : CredentialFile.of(file, settings, "credentials");
        String named = read == null || read.project() == null ? "" : read.project();
        String project = settings.string("project", named);
        if (project.isBlank() && apiKey == null) {
            settings.problem("project", "the project is missing; such as \"my-project-123\"");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        Credentials credentials = null;
        if (apiKey != null) {
            headers.put("x-goog-api-key", apiKey.reveal());
        } else if (token != null) {
            headers.put("authorization", "Bearer " + token.reveal());
        } else if (read != null) {
            credentials = new TokenSource(read.grant(), clock);
        } else {
            credentials = new TokenSource(new MetadataServer(metadataHost), clock);
        }
        String quotaProject = settings.string("quota_project");
        if (quotaProject != null) {
            headers.put("x-goog-user-project", quotaProject);
        }
        headers.putAll(CompatibleType.configured(settings));
        String baseUrl = settings.string("base_url") == null ? "" : settings.url("base_url", "");
        String location = settings.string("location", "global");
        return new VertexSite(
                baseUrl,
                GeminiType.apiVersion(settings, "v1beta1"),
                project,
                location,
                apiKey != null && settings.string("project") == null,
                headers,
                credentials,
                redaction(baseUrl, project, apiKey != null ? apiKey : token));
    }

    /** The provider's errors name the project, which is the operator's business. */
    private static Redaction redaction(String baseUrl, String project, @Nullable Secret key) {
        List<String> hidden = new ArrayList<>();
        if (key != null) {
            hidden.add(key.reveal());
        }
        if (!project.isBlank()) {
            hidden.add(project);
        }
        if (!baseUrl.isEmpty()) {
            hidden.add(java.net.URI.create(baseUrl).getRawAuthority());
        }
        return new Redaction(hidden);
    }
}
