package com.xiaojinpro.gateway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.models.ReasoningEffort;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.models.Model;
import com.xiaojinpro.gateway.testing.RecordedRequest;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What of a request of the official OpenAI SDK reaches the provider. */
@Timeout(60)
class OpenAiRequestsTest {
    @RegisterExtension
    static final Stage STAGE = new Stage();

    /** A GIF of one pixel. */
    private static final String IMAGE = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";

    private static final String PDF = "JVBERi0xLjQKJSVFT0YK";

    private final OpenAIClient client = STAGE.openAi();

    @ParameterizedTest
    @EnumSource(Backend.class)
    void imagesReachTheProvider(Backend backend) {
        String model = STAGE.model(backend, Answer.text("A pixel."));
        client.chat()
                .completions()
                .create(ask(model)
                        .addUserMessageOfArrayOfContentParts(List.of(
                                text("What are these?"),
                                image("data:image/gif;base64," + IMAGE),
                                image("https://images.example/cat.png")))
                        .build());
        assertThat(STAGE.lastSeen(backend, model).turns())
                .containsExactly(
                        "user What are these?", "media image/gif " + IMAGE, "media https://images.example/cat.png");
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void documentsReachTheProvider(Backend backend) {
        String model = STAGE.model(backend, Answer.text("Empty."));
        ChatCompletionContentPart file = ChatCompletionContentPart.ofFile(ChatCompletionContentPart.File.builder()
                .file(ChatCompletionContentPart.File.FileObject.builder()
                        .fileData("data:application/pdf;base64," + PDF)
                        .filename("report.pdf")
                        .build())
                .build());
        client.chat()
                .completions()
                .create(ask(model)
                        .addUserMessageOfArrayOfContentParts(List.of(file, text("Summarise.")))
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
        City city = client.chat()
                .completions()
                .create(ask(model)
                        .addUserMessage("A city, please.")
                        .responseFormat(City.class)
                        .build())
                .choices()
                .getFirst()
                .message()
                .content()
                .orElseThrow();
        assertThat(city.name).isEqualTo("Köln");
        assertThat(city.people).isEqualTo(1_087_000);

        JsonNode schema = STAGE.lastSeen(backend, model).schema();
        assertThat(schema).isNotNull();
        assertThat(schema.at("/properties/people/type").asText()).isEqualTo("integer");
        assertThat(schema.path("additionalProperties").asBoolean(true)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void reasoningEffortReachesTheProvider(Backend backend) {
        String model = STAGE.model(backend, Answer.text("Done."));
        client.chat()
                .completions()
                .create(ask(model)
                        .addUserMessage("Think.")
                        .reasoningEffort(ReasoningEffort.HIGH)
                        .build());
        // A model that Anthropic's connector does not know is told a budget.
        assertThat(STAGE.lastSeen(backend, model).effort())
                .isEqualToIgnoringCase(backend == Backend.ANTHROPIC ? "budget" : "high");
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void limitsReachTheProvider(Backend backend) {
        String model = STAGE.model(backend, Answer.text("Done."));
        client.chat()
                .completions()
                .create(ask(model).addUserMessage("Go.").stop("Amen.").build());
        Seen seen = STAGE.lastSeen(backend, model);
        assertThat(seen.limit()).isEqualTo(4096);
        assertThat(seen.stops()).containsExactly("Amen.");
    }

    @Test
    void fieldsNobodyKnowsReachAProviderOfTheSameProtocol() {
        String model = STAGE.model(Backend.COMPATIBLE, Answer.text("Done."));
        client.chat()
                .completions()
                .create(ask(model)
                        .addUserMessage("Go.")
                        .putAdditionalBodyProperty("brand_new", JsonValue.from(List.of(1, "two")))
                        .build());
        assertThat(STAGE.lastBody(model).get("brand_new")).isEqualTo(Stage.json("[1,\"two\"]"));
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void theClientsKeyGoesNoFurther(Backend backend) {
        String model = STAGE.model(backend, Answer.text("Done."));
        client.chat().completions().create(ask(model).addUserMessage("Go.").build());
        RecordedRequest request = STAGE.requests(model).getLast();
        assertThat(request.headers().toString() + request.bodyText() + request.target())
                .doesNotContain(Stage.KEY)
                .contains("the-" + backend.name().toLowerCase(Locale.ROOT) + "-credential");
    }

    @Test
    void unsetIsNotDefault() {
        String model = STAGE.model(Backend.COMPATIBLE, Answer.text("Done."));
        client.chat()
                .completions()
                .create(ChatCompletionCreateParams.builder()
                        .model(model)
                        .addUserMessage("Go.")
                        .build());
        assertThat(STAGE.lastBody(model).has("temperature")).isFalse();
        assertThat(STAGE.lastBody(model).has("max_tokens")).isFalse();
        assertThat(STAGE.lastBody(model).has("max_completion_tokens")).isFalse();
    }

    @Test
    void theModelsOfTheConfigurationAreListed() {
        assertThat(client.models().list().data().stream().map(Model::id)).contains("listed", "with-fallback");
    }

    private static ChatCompletionCreateParams.Builder ask(String model) {
        return ChatCompletionCreateParams.builder().model(model).maxCompletionTokens(4096);
    }

    private static ChatCompletionContentPart text(String text) {
        return ChatCompletionContentPart.ofText(
                ChatCompletionContentPartText.builder().text(text).build());
    }

    private static ChatCompletionContentPart image(String url) {
        return ChatCompletionContentPart.ofImageUrl(ChatCompletionContentPartImage.builder()
                .imageUrl(ChatCompletionContentPartImage.ImageUrl.builder()
                        .url(url)
                        .build())
                .build());
    }
}
