package com.xiaojinpro.gateway.model;

import java.util.List;

/** Whether and what the model must call. Absent is not {@link Auto}. */
public sealed interface ToolChoice {
    record Auto() implements ToolChoice {}

    record None() implements ToolChoice {}

    /** At least one call, any tool. */
    record Required() implements ToolChoice {}

    /**
     * @param custom whether the tool is a free-text tool
     */
    record Named(String name, boolean custom) implements ToolChoice {}

    /**
     * Only these tools.
     *
     * @param required whether one of them must be called
     */
    record Allowed(List<String> names, boolean required) implements ToolChoice {
        public Allowed {
            names = List.copyOf(names);
        }
    }
}
