package com.xiaojinpro.gateway.launcher;

import com.xiaojinpro.gateway.accounts.keys.Page;
import com.xiaojinpro.gateway.launcher.DatabaseAccess.Output;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which part of a list. */
final class PageOptions {
    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "At most so many (default: ${DEFAULT-VALUE}).")
    private int limit = 100;

    @Option(names = "--cursor", paramLabel = "CURSOR", description = "Where the page before ended.")
    private @Nullable String cursor;

    int limit() {
        return Math.clamp(limit, 1, Page.LARGEST);
    }

    @Nullable
    String cursor() {
        return cursor;
    }

    <T> Output output(Page<T> page, Function<T, JsonObject> json, Function<T, String[]> row, String... titles) {
        JsonArray data = new JsonArray();
        page.items().forEach(item -> data.add(json.apply(item)));
        List<String[]> rows = page.items().stream().map(row).toList();
        String more = page.next() == null ? "" : "More: --cursor " + page.next() + "\n";
        return new Output(
                new JsonObject().put("data", data).put("next_cursor", page.next()), Tables.table(titles, rows) + more);
    }
}
