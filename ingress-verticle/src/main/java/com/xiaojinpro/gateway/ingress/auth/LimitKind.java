package com.xiaojinpro.gateway.ingress.auth;

/**
 * What can be limited. A closed set: it labels metrics. The numbers never change, nodes of two versions share them.
 */
public enum LimitKind {
    REQUESTS_PER_MINUTE(1, "requests_per_minute", "requests", LimitWindow.MINUTE),
    REQUESTS_PER_DAY(2, "requests_per_day", "requests", LimitWindow.DAY),
    TOKENS_PER_MINUTE(3, "tokens_per_minute", "tokens", LimitWindow.MINUTE),
    INPUT_TOKENS_PER_MINUTE(4, "input_tokens_per_minute", "input tokens", LimitWindow.MINUTE),
    OUTPUT_TOKENS_PER_MINUTE(5, "output_tokens_per_minute", "output tokens", LimitWindow.MINUTE),
    CONCURRENT_REQUESTS(6, "concurrent_requests", "requests at the same time", LimitWindow.NOW),
    BUDGET_PER_DAY(7, "budget_micros_per_day", "millionths of a dollar", LimitWindow.DAY),
    BUDGET_PER_MONTH(8, "budget_micros_per_month", "millionths of a dollar", LimitWindow.MONTH);

    private final int number;
    private final String word;
    private final String unit;
    private final LimitWindow window;

    LimitKind(int number, String word, String unit, LimitWindow window) {
        this.number = number;
        this.word = word;
        this.unit = unit;
        this.window = window;
    }

    /** What nodes call it among themselves. */
    public int number() {
        return number;
    }

    /** Its name in the configuration, in errors and in metrics. */
    public String word() {
        return word;
    }

    /** What is counted, as a message says it. */
    public String unit() {
        return unit;
    }

    public LimitWindow window() {
        return window;
    }

    /** Whether it is money, which no pause brings back before the window ends. */
    public boolean budget() {
        return this == BUDGET_PER_DAY || this == BUDGET_PER_MONTH;
    }

    /** Whether tokens are counted. */
    public boolean tokens() {
        return this == TOKENS_PER_MINUTE || this == INPUT_TOKENS_PER_MINUTE || this == OUTPUT_TOKENS_PER_MINUTE;
    }
}
