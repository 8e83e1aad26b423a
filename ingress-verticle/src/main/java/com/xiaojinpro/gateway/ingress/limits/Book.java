package com.xiaojinpro.gateway.ingress.limits;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/** One limit in a ledger: the shares of all nodes in one window. Not thread-safe. */
public final class Book {
    /** Under this name are nodes that are gone and of which there were too many. */
    static final String GONE = "";

    private static final int MOST_SHARES = 512;
    /** A node is gone for good only after a silence that neither a pause nor a split of the usual sort lasts. */
    private static final long GONE_MILLIS = 3_600_000;

    /** The number of what records tell; what a node says itself has a higher one. */
    private static final long RECORDED = 0;

    private final Map<String, Share> shares = new HashMap<>();
    private long window;

    public Book(long window, Map<String, Share> shares) {
        this.window = window;
        this.shares.putAll(shares);
    }

    public long window() {
        return window;
    }

    public Map<String, Share> shares() {
        return Collections.unmodifiableMap(shares);
    }

    /** What is used or held, in all. */
    long used(long nowMillis) {
        long used = 0;
        for (Share share : shares.values()) {
            used += share.used(nowMillis);
        }
        return used;
    }

    /** Takes a node's report, and grants what it asks for as far as there is something. */
    Drawn.Line draw(Draw draw, Draw.Line line) {
        if (line.window() < window) {
            return new Drawn.Line(line.kind(), window, 0, 0);
        }
        if (line.window() > window) {
            window = line.window();
            shares.clear();
        }
        Share known = shares.get(draw.node());
        if (known != null && known.seq() >= draw.seq()) {
            return new Drawn.Line(line.kind(), window, known.granted(), line.limit() - used(draw.nowMillis()));
        }
        long own = Math.max(line.granted(), line.spent());
        shares.put(draw.node(), new Share(draw.seq(), own, line.spent(), draw.untilMillis()));
        long free = line.limit() - used(draw.nowMillis());
        long grant = grant(free, line.need(), line.want(), draw.nowMillis());
        if (grant > 0) {
            shares.put(draw.node(), new Share(draw.seq(), own + grant, line.spent(), draw.untilMillis()));
        }
        foldGone(draw.nowMillis());
        return new Drawn.Line(line.kind(), window, own + grant, free - grant);
    }

    /**
     * Takes what records tell of nodes that have not spoken for themselves. A book that is so old that nodes were folded
     * needs no records: which nodes those were is not known any more.
     *
     * @return whether there was anything new in it
     */
    boolean remember(Past.Line line) {
        if (line.window() < window || (line.window() == window && shares.containsKey(GONE))) {
            return false;
        }
        boolean news = false;
        if (line.window() > window) {
            window = line.window();
            news = !shares.isEmpty();
            shares.clear();
        }
        for (Map.Entry<String, Long> node : line.spent().entrySet()) {
            long spent = node.getValue();
            Share known = shares.get(node.getKey());
            if (known == null || (known.seq() == RECORDED && known.spent() < spent)) {
                shares.put(node.getKey(), new Share(RECORDED, spent, spent, 0));
                news = true;
            }
        }
        return news;
    }

    /** The later window wins; within one, each node's own newest word. Nothing is overwritten, nothing counts twice. */
    Book merge(Book other) {
        if (other.window != window) {
            return other.window > window ? other : this;
        }
        Map<String, Share> merged = new HashMap<>(shares);
        other.shares.forEach((node, share) -> merged.merge(node, share, Book::newer));
        return new Book(window, merged);
    }

    private static Share newer(Share ours, Share theirs) {
        if (ours.seq() == theirs.seq()) {
            return theirs.spent() > ours.spent() ? theirs : ours;
        }
        return theirs.seq() > ours.seq() ? theirs : ours;
    }

    /**
     * Half of an even part of what is free, so that pieces become small as a limit comes to its end and no node sits on what
     * another one could use; what is needed, where that is more.
     */
    private long grant(long free, long need, long want, long nowMillis) {
        if (need > free || want <= 0 || free <= 0) {
            return 0;
        }
        long sharers = shares.values().stream()
                .filter(share -> nowMillis < share.untilMillis())
                .count();
        long piece = Math.max(1, free / (2 * Math.max(1, sharers)));
        return Math.max(need, Math.min(want, piece));
    }

    /** A month sees many restarts; the oldest of the nodes that are gone become one. */
    private void foldGone(long nowMillis) {
        if (shares.size() <= MOST_SHARES) {
            return;
        }
        shares.entrySet().stream()
                .filter(entry ->
                        !entry.getKey().equals(GONE) && entry.getValue().untilMillis() + GONE_MILLIS <= nowMillis)
                .min(Comparator.comparingLong(entry -> entry.getValue().untilMillis()))
                .ifPresent(oldest -> {
                    Share folded = shares.getOrDefault(GONE, new Share(0, 0, 0, 0));
                    long spent = folded.spent() + oldest.getValue().spent();
                    shares.remove(oldest.getKey());
                    shares.put(GONE, new Share(folded.seq() + 1, spent, spent, 0));
                });
    }
}
