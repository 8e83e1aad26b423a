package com.xiaojinpro.gateway.connector.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.connector.contract.MapSettings;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.ReasoningControl;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is known of models, and how each is told how much to think. */
class ModelsTest {
    private static String thinking(String model, ReasoningControl control) {
        return ThinkingField.of(control, ModelTable.builtIn().of(model).thinking(), new HashSet<>());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @DisplayName("H69: every effort is told to every kind of model in its own way")
    @CsvSource(delimiter = '|', textBlock = """
            gemini-2.5-flash      | none    | {"thinkingBudget":0}
            gemini-2.5-pro        | none    | {"thinkingBudget":128}
            gemini-2.5-flash      | minimal | {"includeThoughts":true,"thinkingBudget":1024}
            gemini-2.5-flash-lite | low     | {"includeThoughts":true,"thinkingBudget":2048}
            gemini-2.5-pro        | medium  | {"includeThoughts":true,"thinkingBudget":8192}
            gemini-2.5-flash      | xhigh   | {"includeThoughts":true,"thinkingBudget":24576}
            gemini-2.5-pro        | max     | {"includeThoughts":true,"thinkingBudget":32768}
            gemini-3-pro-preview  | none    | {"thinkingLevel":"LOW"}
            gemini-3-pro-preview  | medium  | {"includeThoughts":true,"thinkingLevel":"LOW"}
            gemini-3.1-pro        | medium  | {"includeThoughts":true,"thinkingLevel":"MEDIUM"}
            gemini-3-flash        | none    | {"thinkingLevel":"MINIMAL"}
            gemini-3-flash        | max     | {"includeThoughts":true,"thinkingLevel":"HIGH"}
            gemini-9-new          | high    | {"includeThoughts":true,"thinkingLevel":"HIGH"}
            gemini-3-flash        | unheard | {"includeThoughts":true}
            gemini-2.5-flash      | unheard | {"includeThoughts":true}
            """)
    void efforts(String model, String effort, String expected) {
        assertThat(thinking(model, ReasoningControl.effort(effort))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            gemini-2.5-flash      | 5000  | {"includeThoughts":true,"thinkingBudget":5000}
            gemini-2.5-flash-lite | 100   | {"includeThoughts":true,"thinkingBudget":512}
            gemini-2.5-flash      | 99999 | {"includeThoughts":true,"thinkingBudget":24576}
            gemini-3-flash        | 1024  | {"includeThoughts":true,"thinkingLevel":"MINIMAL"}
            gemini-3-flash        | 5000  | {"includeThoughts":true,"thinkingLevel":"LOW"}
            gemini-3-flash        | 8000  | {"includeThoughts":true,"thinkingLevel":"MEDIUM"}
            gemini-3-flash        | 32000 | {"includeThoughts":true,"thinkingLevel":"HIGH"}
            """)
    void budgets(String model, long tokens, String expected) {
        ReasoningControl control = new ReasoningControl(
                ReasoningControl.Mode.ON, null, tokens, ReasoningControl.Visibility.UNSET, Extras.NONE);
        assertThat(thinking(model, control)).isEqualTo(expected);
    }

    @Test
    void aModelThatDecidesItselfIsLetTo() {
        ReasoningControl adaptive = new ReasoningControl(
                ReasoningControl.Mode.ADAPTIVE, null, null, ReasoningControl.Visibility.OMITTED, Extras.NONE);
        assertThat(thinking("gemini-2.5-flash", adaptive)).isEqualTo("{\"thinkingBudget\":-1}");
        assertThat(thinking("gemini-3-flash", adaptive)).isNull();
    }

    @Test
    void whatCannotBeToldIsReported() {
        Set<String> dropped = new HashSet<>();
        assertThat(ThinkingField.of(
                        ReasoningControl.effort("high"),
                        ModelTable.builtIn().of("gemini-2.0-flash").thinking(),
                        dropped))
                .isNull();
        assertThat(dropped).containsExactly("reasoning");
        dropped.clear();
        ThinkingField.of(
                ReasoningControl.effort("none"),
                ModelTable.builtIn().of("gemma-3").thinking(),
                dropped);
        assertThat(dropped).isEmpty();
        ThinkingField.of(
                ReasoningControl.effort("none"),
                ModelTable.builtIn().of("gemini-3-pro").thinking(),
                dropped);
        assertThat(dropped).containsExactly("reasoning");
    }

    @Test
    void anOperatorsWordGoesBeforeWhatIsKnown() {
        MapSettings settings = new MapSettings(Map.of(
                "thinking",
                Map.of("gemini-3-*", "none", "Tuned-", "budget 10..20 always", "lv*", "level high low"),
                "features",
                Map.of("gemini-3-*", "", "tuned-", "system penalties")));
        ModelTable table = ModelTable.of(settings);
        assertThat(settings.problems()).isEmpty();
        assertThat(table.of("gemini-3-flash").thinking()).isEqualTo(new Thinking.None());
        assertThat(table.of("gemini-3-flash").features()).isEmpty();
        assertThat(table.of("google/TUNED-1").thinking()).isEqualTo(new Thinking.Budget(10, 20, false));
        assertThat(table.of("tuned-1").features()).containsExactlyInAnyOrder("system", "penalties");
        assertThat(table.of("lv").thinking()).isEqualTo(new Thinking.Levels(java.util.List.of("low", "high")));
        assertThat(table.of("gemini-2.5-pro").thinking()).isEqualTo(new Thinking.Budget(128, 32_768, false));
    }

    @ParameterizedTest
    @CsvSource({
        "thinking, budget",
        "thinking, budget 5..1",
        "thinking, budget x..y",
        "thinking, level",
        "thinking, level huge",
        "thinking, none 1",
        "thinking, much",
        "features, speed"
    })
    void whatIsNotUnderstoodIsReported(String key, String value) {
        MapSettings settings = new MapSettings(Map.of(key, Map.of("m*", value)));
        ModelTable.of(settings);
        assertThat(settings.problems()).hasSize(1);
        assertThat(settings.problems().getFirst()).startsWith(key + ": 'm*' is not understood");
    }
}
