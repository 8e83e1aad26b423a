package com.xiaojinpro.gateway.conformance;

import dev.langchain4j.model.chat.common.AbstractBaseChatModelIT;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A model that can do what langchain4j's published tests ask of one, by rules over what reached the provider: what the gateway
 * loses, it does not know.
 */
final class ObligingModel {
    /** A piece of text costs a token, and an answer has no more of them than this. */
    static final int LIMIT = Answer.OUTPUT_TOKENS;

    private static final Pattern COLOR = Pattern.compile("favorite color is (\\w+)");
    private static final Pattern CITY = Pattern.compile("(?:weather in|live in) (\\w+)");
    private static final Pattern COUNTRY = Pattern.compile("time in (\\w+)");
    private static final List<String> PICTURES = List.of("cat", "dice");

    private ObligingModel() {}

    /** Lets every provider of a stage answer so, whatever model it is asked for. */
    static void behind(Stage stage) {
        for (Backend backend : Backend.values()) {
            stage.upstream()
                    .answer(
                            request -> request.path().startsWith("/" + backend.route("")),
                            request -> backend.play(
                                    Optional.ofNullable(request.model()).orElseThrow(),
                                    answer(backend.seen(request)),
                                    request));
        }
    }

    static Answer answer(Seen seen) {
        List<String> results = seen.only("result");
        Answer answer = results.isEmpty() ? answerTo(seen, seen.asked()) : report(seen, results);
        return cut(answer, seen);
    }

    private static Answer answerTo(Seen seen, String asked) {
        Answer called = call(seen, asked);
        if (!called.calls().isEmpty()) {
            return called;
        }
        if (asked.contains("capital of Germany")) {
            boolean json = seen.schema() != null || asked.contains("JSON");
            return json
                    ? Answer.text("{\"city\":", " \"Berlin\"}")
                    : words("The capital of Germany is Berlin , and two plus two is four .");
        }
        if (asked.contains("I love you")) {
            return words(
                    seen.only("system").toString().contains("into German") ? "Ich liebe dich ." : "Love you too .");
        }
        if (asked.contains("my favorite color")) {
            Matcher told = COLOR.matcher(seen.only("user").getFirst());
            return words(told.find() ? "It is " + told.group(1) + " ." : "Nobody told me .");
        }
        if (asked.contains("Hello World")) {
            return words("Hello World");
        }
        if (asked.contains("do you see")) {
            return words("I see " + String.join(" and ", pictures(seen)) + " .");
        }
        if (asked.contains("story")) {
            return words("There was an animal . ".repeat(40));
        }
        return words("I do not know what to say to that .");
    }

    private static Answer call(Seen seen, String asked) {
        Answer answer = Answer.NOTHING;
        Matcher city = CITY.matcher(asked);
        if (seen.tools().contains("getWeather") && city.find() && (asked.contains("weather") || seen.demanded())) {
            answer = answer.andCall("call_weather", "getWeather", "{\"city\":", " \"" + city.group(1) + "\"}");
        }
        Matcher country = COUNTRY.matcher(asked);
        if (seen.tools().contains("getTime") && country.find()) {
            answer = answer.andCall("call_time", "getTime", "{\"country\":", " \"" + country.group(1) + "\"}");
        }
        return seen.tools().contains("get_current_time") ? answer.andCall("call_now", "get_current_time") : answer;
    }

    /** What the tools said, in the form that was asked for. */
    private static Answer report(Seen seen, List<String> results) {
        if (seen.schema() != null) {
            String weather = results.getFirst().endsWith(" sunny") ? "sunny" : "rainy";
            return Answer.text("{\"weather\":", "\"" + weather + "\"}");
        }
        Stream<String> texts = results.stream()
                .map(line -> line.substring(line.indexOf(' ', "result ".length()) + 1)
                        .replace(":", " : "));
        return words("They say " + String.join(" and ", texts.toList()) + " .");
    }

    private static List<String> pictures(Seen seen) {
        return seen.only("media").stream()
                .map(media -> PICTURES.stream()
                        .filter(name ->
                                media.endsWith("/" + name + ".jpg") || media.equals("media image/jpeg " + base64(name)))
                        .findFirst()
                        .map(name -> "a " + name)
                        .orElse("nothing"))
                .toList();
    }

    private static String base64(String picture) {
        String resource = "/images/" + picture + ".jpg";
        try (InputStream in = AbstractBaseChatModelIT.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("langchain4j's tests have no " + resource);
            }
            return Base64.getEncoder().encodeToString(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Answer words(String sentence) {
        return Answer.text(sentence.splitWithDelimiters(" ", 0));
    }

    /** Ends an answer before a stop sequence, and at the limit. */
    private static Answer cut(Answer answer, Seen seen) {
        List<String> pieces = answer.text();
        String whole = answer.wholeText();
        int end = seen.stops().stream()
                .mapToInt(whole::indexOf)
                .filter(at -> at >= 0)
                .min()
                .orElse(whole.length());
        if (end < whole.length()) {
            return words(whole.substring(0, end).stripTrailing());
        }
        Integer limit = seen.limit();
        if (limit != null && pieces.size() > limit) {
            return Answer.text(pieces.subList(0, limit).toArray(String[]::new)).endedBy(Answer.Stop.LENGTH);
        }
        return answer;
    }
}
