package com.xiaojinpro.gateway.connector.echo;

import static com.xiaojinpro.gateway.connector.echo.EchoRequests.TOOLS;
import static com.xiaojinpro.gateway.connector.echo.EchoRequests.answer;
import static com.xiaojinpro.gateway.connector.echo.EchoRequests.builder;
import static com.xiaojinpro.gateway.connector.echo.EchoRequests.called;
import static com.xiaojinpro.gateway.connector.echo.EchoRequests.fault;
import static com.xiaojinpro.gateway.connector.echo.EchoRequests.message;
import static com.xiaojinpro.gateway.connector.echo.EchoRequests.parts;
import static com.xiaojinpro.gateway.connector.echo.EchoRequests.result;
import static com.xiaojinpro.gateway.connector.echo.EchoRequests.text;
import static com.xiaojinpro.gateway.connector.echo.EchoRequests.user;
import static com.xiaojinpro.gateway.connector.echo.EchoRequests.userWithTools;
import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.FinishReason;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.ToolChoice;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EchoToolsTest {
    @Test
    void aToolIsCalledWithTheArgumentsAsTheyWereWritten() {
        UnifiedRequest request =
                userWithTools("look [[tool:weather {\"at\": [[1, 2]],\n \"s\": \"]] }\", \"n\": 1.50}]] please");
        assertThat(parts(request)).hasSize(2);
        assertThat(parts(request).get(0)).isEqualTo(ContentPart.Text.of("echo: look please"));
        ContentPart.ToolCall call = (ContentPart.ToolCall) parts(request).get(1);
        assertThat(call.name()).isEqualTo("weather");
        assertThat(call.arguments()).isEqualTo("{\"at\": [[1, 2]],\n \"s\": \"]] }\", \"n\": 1.50}");
        assertThat(call.id()).matches("call_[0-9a-f]{24}");
        assertThat(answer(request).choices().get(0).ending().reason()).isEqualTo(FinishReason.TOOL_CALLS);
    }

    @Test
    void severalMarksAreParallelCallsWithDifferentIds() {
        UnifiedRequest request = userWithTools("[[tool:weather {\"a\":1}]][[tool:time]] [[tool:shell ls -l]]");
        assertThat(calls(request)).containsExactly("weather {\"a\":1} false", "time {} false", "shell ls -l true");
        assertThat(parts(request).stream().map(part -> ((ContentPart.ToolCall) part).id()))
                .doesNotHaveDuplicates();
    }

    @Test
    void aClientThatWantsOneCallAtMostGetsOne() {
        UnifiedRequest request = builder(message(Role.USER, "[[tool:weather]] [[tool:time]]"))
                .tools(TOOLS)
                .parallelToolCalls(false)
                .build();
        assertThat(calls(request)).containsExactly("weather {} false");
    }

    @Test
    void whereNoToolMayBeCalledTheMarkIsText() {
        assertThat(text(user("[[tool:weather {}]]"))).isEqualTo("echo: [[tool:weather {}]]");
        UnifiedRequest none = builder(message(Role.USER, "[[tool:weather {}]]"))
                .tools(TOOLS)
                .toolChoice(new ToolChoice.None())
                .build();
        assertThat(text(none)).isEqualTo("echo: [[tool:weather {}]]");
    }

    @Test
    void aForcedCallIsMadeWithoutAMark() {
        assertThat(calls(choice(new ToolChoice.Required(), "hi"))).containsExactly("weather {} false");
        assertThat(calls(choice(new ToolChoice.Named("time", false), "hi"))).containsExactly("time {} false");
        assertThat(calls(choice(new ToolChoice.Named("shell", true), "ls"))).containsExactly("shell ls true");
        assertThat(calls(choice(new ToolChoice.Allowed(List.of("time"), true), "hi")))
                .containsExactly("time {} false");
        assertThat(text(choice(new ToolChoice.Allowed(List.of("time"), false), "hi")))
                .isEqualTo("echo: hi");
        assertThat(text(choice(new ToolChoice.Auto(), "hi"))).isEqualTo("echo: hi");
    }

    @Test
    void aForcedCallTakesItsArgumentsFromTheMark() {
        assertThat(calls(choice(new ToolChoice.Named("time", false), "[[tool:time {\"zone\":\"UTC\"}]]")))
                .containsExactly("time {\"zone\":\"UTC\"} false");
    }

    @Test
    void aForcedToolThatIsNotOfferedIsTheClientsMistake() {
        assertThat(fault(choice(new ToolChoice.Named("sale", false), "hi")).param())
                .isEqualTo("tool_choice");
    }

    @Test
    void toolResultsAreAnsweredAndTheCallIsNotMadeAgain() {
        UnifiedRequest request = builder(
                        message(Role.USER, "[[tool:weather {}]] [[tool:time]]"),
                        called("c1", "weather"),
                        result("c1", "12 degrees", false),
                        result("c2", "no clock", true))
                .tools(TOOLS)
                .toolChoice(new ToolChoice.Required())
                .build();
        assertThat(text(request)).isEqualTo("echo: weather returned 12 degrees; c2 failed: no clock");
        assertThat(answer(request).choices().get(0).ending().reason()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void whatTheUserAddsToResultsIsAnsweredToo() {
        UnifiedRequest request = builder(
                        message(Role.USER, "[[tool:weather {}]]"),
                        called("c1", "weather"),
                        result("c1", "cold", false),
                        message(Role.USER, "and now [[tool:time]]"))
                .tools(TOOLS)
                .build();
        assertThat(parts(request).get(0)).isEqualTo(ContentPart.Text.of("echo: weather returned cold\nand now"));
        assertThat(((ContentPart.ToolCall) parts(request).get(1)).name()).isEqualTo("time");
    }

    @Test
    void idsDifferFromTurnToTurn() {
        UnifiedRequest first = userWithTools("[[tool:weather]]");
        String id = ((ContentPart.ToolCall) parts(first).get(0)).id();
        UnifiedRequest second = builder(
                        message(Role.USER, "[[tool:weather]]"),
                        called(id, "weather"),
                        result(id, "cold", false),
                        message(Role.USER, "[[tool:weather]]"))
                .tools(TOOLS)
                .build();
        assertThat(((ContentPart.ToolCall) parts(second).get(1)).id()).isNotEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[[tool:sale {}]]|[[tool:sale]] names a tool that the request does not let be called.",
                "[[tool:weather {\"a\":]]|The arguments in [[tool:weather ...]] are no JSON object.",
                "[[tool:weather {}|A mark cannot be read; [[tool:NAME {json}]] was meant.",
                "[[tool:weather 7]]|A mark cannot be read; [[tool:NAME {json}]] was meant.",
                "[[tool: {}]]|A mark cannot be read; [[tool:NAME {json}]] was meant.",
                "[[tool:shell ls|A mark cannot be read; [[tool:NAME {json}]] was meant.",
                "[[usage:5]]|A mark cannot be read; [[usage:IN,OUT]] was meant.",
                "[[usage:a,b]]|A mark cannot be read; [[usage:IN,OUT]] was meant.",
                "[[usage:-1,2]]|[[usage:IN,OUT]] takes numbers from 0 to 2147483647.",
                "[[pace:60001]]|[[pace:MS]] takes numbers from 0 to 60000.",
                "[[fail-after:x]]|A mark cannot be read; [[fail-after:N]] was meant."
            })
    void aMarkThatCannotBeReadIsTheClientsMistake(String text, String message) {
        assertThat(fault(userWithTools(text)).kind()).isEqualTo(FaultKind.INVALID_REQUEST);
        assertThat(fault(userWithTools(text)).message()).isEqualTo(message);
    }

    @Test
    void anUnknownKindOfFailureIsAnsweredWithTheKindsThereAre() {
        assertThat(fault(user("[[fail:nonsense]]")).message()).contains("'nonsense'", "RATE_LIMITED", "TIMEOUT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a [[link]] b", "[[", "[[:]]", "[[note:x]]", "[[reason:open", "[[a-much-longer-word:x]]"})
    void doubleBracketsThatAreNoMarkStay(String text) {
        assertThat(text(userWithTools(text))).isEqualTo("echo: " + text);
    }

    private static UnifiedRequest choice(ToolChoice choice, String text) {
        return builder(message(Role.USER, text)).tools(TOOLS).toolChoice(choice).build();
    }

    private static List<String> calls(UnifiedRequest request) {
        return parts(request).stream()
                .map(ContentPart.ToolCall.class::cast)
                .map(call -> call.name() + " " + call.arguments() + " " + call.custom())
                .toList();
    }
}
