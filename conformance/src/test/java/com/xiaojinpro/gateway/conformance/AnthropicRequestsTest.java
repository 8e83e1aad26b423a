package com.xiaojinpro.gateway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.anthropic.client.AnthropicClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.HttpResponseFor;
import com.anthropic.models.messages.Base64ImageSource;
import com.anthropic.models.messages.CacheControlEphemeral;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.DocumentBlockParam;
import com.anthropic.models.messages.ImageBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.TextBlockParam;
import com.anthropic.models.models.ModelInfo;
import com.fasterxml.jackson.databind.JsonNode;
import com.xiaojinpro.gateway.testing.RecordedRequest;
import com.xiaojinpro.gateway.testing.Script;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What of a request of the official Anthropic SDK reaches the provider. */
@Timeout(60)
class AnthropicRequestsTest {
    @RegisterExtension
    static final Stage STAGE = new Stage();

    private static final String IMAGE = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";
    private static final String PDF = "JVBERi0xLjQKJSVFT0YK";

    private final AnthropicClient client = STAGE.anthropic();

    @ParameterizedTest
    @EnumSource(Backend.class)
    void imagesReachTheProvider(Backend backend) {
        String model = STAGE.model(backend, Answer.text("A pixel."));
        client.messages()
                .create(ask(model)
                        .addUserMessageOfContentBlockParams(List.of(
                                ContentBlockParam.ofText("What are these?"),
                                ContentBlockParam.ofImage(Base64ImageSource.builder()
                                        .mediaType(Base64ImageSource.MediaType.IMAGE_GIF)
                                        .data(IMAGE)
                                        .build()),
                                ContentBlockParam.ofImage(ImageBlockParam.builder()
                                        .urlSource("https://images.example/cat.png")
                                        .build())))
                        .build());
        assertThat(STAGE.lastSeen(backend, model).turns())
                .containsExactly(
                        "user What are these?", "media image/gif " + IMAGE, "media https://images.example/cat.png");
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void documentsReachTheProvider(Backend backend) {
        String model = STAGE.model(backend, Answer.text("Empty."));
        client.messages()
                .create(ask(model)
                        .addUserMessageOfContentBlockParams(List.of(
                                ContentBlockParam.ofDocument(DocumentBlockParam.builder()
                                        .base64Source(PDF)
                                        .title("report.pdf")
                                        .build()),
                                ContentBlockParam.ofText("Summarise.")))
                        .build());
        assertThat(STAGE.lastSeen(backend, model).turns())
                .containsExactly("media application/pdf " + PDF, "user Summarise.");
        if (backend != Backend.GEMINI) {
            assertThat(STAGE.lastBody(model).toString()).contains("report.pdf");
        }
    }

    /** What {@link #aStructuredAnswerIsParsed} asks for; the SDK derives the schema. */
    public static final class City {
        public String name = "";
        public int people;
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aStructuredAnswerIsParsed(Backend backend) {
        String model = STAGE.model(backend, Answer.text("{\"name\":\"Köln\",", "\"people\":1087000}"));
        City city = client.messages()
                .create(ask(model)
                        .addUserMessage("A city, please.")
                        .outputConfig(City.class)
                        .build())
                .content()
                .getFirst()
                .asText()
                .text();
        assertThat(city.name).isEqualTo("Köln");
        assertThat(city.people).isEqualTo(1_087_000);
        JsonNode schema = STAGE.lastSeen(backend, model).schema();
        assertThat(schema).isNotNull();
        assertThat(schema.at("/properties/people/type").asText()).isEqualTo("integer");
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void limitsReachTheProvider(Backend backend) {
        String model = STAGE.model(backend, Answer.text("Done."));
        client.messages()
                .create(ask(model)
                        .addUserMessage("Go.")
                        .addStopSequence("Amen.")
                        .build());
        Seen seen = STAGE.lastSeen(backend, model);
        assertThat(seen.limit()).isEqualTo(4096);
        assertThat(seen.stops()).containsExactly("Amen.");
    }

    @Test
    void fieldsNobodyKnowsReachAProviderOfTheSameProtocol() {
        String model = STAGE.model(Backend.ANTHROPIC, Answer.text("Done."));
        client.messages()
                .create(ask(model)
                        .addUserMessage("Go.")
                        .putAdditionalBodyProperty("brand_new", JsonValue.from(List.of(1, "two")))
                        .build());
        assertThat(STAGE.lastBody(model).get("brand_new")).isEqualTo(Stage.json("[1,\"two\"]"));
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void tokensAreCountedWhateverTheProvider(Backend backend) {
        String model = STAGE.newModel();
        STAGE.upstream().on(model, Script.json("{\"input_tokens\":33,\"totalTokens\":33}"));
        long tokens = client.messages()
                .countTokens(MessageCountTokensParams.builder()
                        .model(backend.route(model))
                        .addUserMessage("How long is this sentence, counted in tokens?")
                        .build())
                .inputTokens();
        if (backend == Backend.ANTHROPIC || backend == Backend.GEMINI) {
            assertThat(tokens).isEqualTo(33);
        } else {
            assertThat(tokens).as("an estimate").isBetween(4L, 32L);
        }
    }

    @Test
    void cacheMarksReachAProviderThatKnowsThem() {
        String model = STAGE.model(Backend.OPENROUTER, Answer.text("Done."));
        client.messages()
                .create(ask(model)
                        .systemOfTextBlockParams(List.of(TextBlockParam.builder()
                                .text("A long preamble.")
                                .cacheControl(CacheControlEphemeral.builder().build())
                                .build()))
                        .addUserMessage("Go.")
                        .build());
        assertThat(STAGE.lastBody(model)
                        .at("/messages/0/content/0/cache_control/type")
                        .asText())
                .isEqualTo("ephemeral");
    }

    @Test
    void whatTheProviderCannotExpressIsReported() {
        String model = STAGE.model(Backend.COMPATIBLE, Answer.text("Done."));
        try (HttpResponseFor<Message> response = client.messages()
                .withRawResponse()
                .create(ask(model)
                        .addUserMessage("Go.")
                        .putAdditionalBodyProperty("top_k", JsonValue.from(40))
                        .build())) {
            assertThat(response.headers().values("x-xjp-dropped"))
                    .singleElement()
                    .asString()
                    .contains("top_k");
            assertThat(response.parse().content()).hasSize(1);
        }
        assertThat(STAGE.lastBody(model).has("top_k")).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void theClientsKeyGoesNoFurther(Backend backend) {
        String model = STAGE.model(backend, Answer.text("Done."));
        client.messages().create(ask(model).addUserMessage("Go.").build());
        RecordedRequest request = STAGE.requests(model).getLast();
        assertThat(request.headers().toString() + request.bodyText() + request.target())
                .doesNotContain(Stage.KEY)
                .contains("the-" + backend.name().toLowerCase(Locale.ROOT) + "-credential");
    }

    @Test
    void theModelsOfTheConfigurationAreListed() {
        assertThat(client.models().list().data().stream().map(ModelInfo::id)).contains("listed", "with-fallback");
    }

    private static MessageCreateParams.Builder ask(String model) {
        return MessageCreateParams.builder().model(model).maxTokens(4096);
    }
}
