package com.xiaojinpro.gateway.ingress.limits;

import com.xiaojinpro.gateway.ingress.auth.LimitKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The one truth about what a key or a tenant has used: a book for each of its limits. Every share in it is written by its
 * node only, which says all of it each time; therefore ledgers of two halves of a cluster merge exactly. Pure; used by one
 * thread at a time.
 */
public final class Ledger {
    private final Map<LimitKind, Book> books = new EnumMap<>(LimitKind.class);

    public Ledger() {}

    public Ledger(Map<LimitKind, Book> books) {
        this.books.putAll(books);
    }

    public Map<LimitKind, Book> books() {
        return Collections.unmodifiableMap(books);
    }

    /** Takes a node's report and grants what it asks for. The same draw twice has the effect of one. */
    public Drawn draw(Draw draw) {
        List<Drawn.Line> lines = new ArrayList<>(draw.lines().size());
        for (Draw.Line line : draw.lines()) {
            Book book = books.computeIfAbsent(line.kind(), kind -> new Book(line.window(), Map.of()));
            lines.add(book.draw(draw, line));
        }
        return new Drawn(draw.seq(), lines);
    }

    /**
     * Takes what records tell of processes that have not spoken for themselves.
     *
     * @return whether there was anything new in it
     */
    public boolean remember(List<Past.Line> lines) {
        boolean news = false;
        for (Past.Line line : lines) {
            Book book = books.computeIfAbsent(line.kind(), kind -> new Book(line.window(), Map.of()));
            news |= book.remember(line);
        }
        return news;
    }

    /** Both ledgers in one, in any order. */
    public Ledger merge(Ledger other) {
        Map<LimitKind, Book> merged = new EnumMap<>(books.isEmpty() ? new EnumMap<>(LimitKind.class) : books);
        other.books.forEach((kind, book) -> merged.merge(kind, book, Book::merge));
        return new Ledger(merged);
    }

    /** From when on the ledger tells nothing any more, unless it is written again; milliseconds of the epoch. */
    public long usefulUntil(long nowMillis) {
        long until = nowMillis;
        for (Map.Entry<LimitKind, Book> entry : books.entrySet()) {
            Book book = entry.getValue();
            long windowEnd = entry.getKey().window().end(book.window());
            for (Share share : book.shares().values()) {
                until = Math.max(until, windowEnd == Long.MAX_VALUE ? share.untilMillis() : windowEnd);
            }
        }
        return until;
    }

    /** What is used or held of a limit. */
    public long used(LimitKind kind, long nowMillis) {
        Book book = books.get(kind);
        return book == null ? 0 : book.used(nowMillis);
    }
}
