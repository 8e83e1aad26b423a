package com.xiaojinpro.gateway.accounts.usage;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the sums: the one form of the admin API and of the command line. Faults name the parameter.
 *
 * @param by what has a row of its own, in this order; empty for one row in all
 * @param from the first day, of UTC
 * @param to the last day
 * @param only what the rows must be of; a key is meant by its id or its name, a model by the provider's id of it
 */
public record UsageQuery(List<Group> by, LocalDate from, LocalDate to, Map<Group, String> only) {
    private static final int DEFAULT_DAYS = 30;
    private static final int MOST_DAYS = 3_660;

    /** What usage can be told apart by. */
    public enum Group {
        DAY,
        TENANT,
        KEY,
        ROUTE,
        PROVIDER,
        MODEL;

        /** Its name in requests and answers. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public UsageQuery {
        by = List.copyOf(by);
        only = Map.copyOf(only);
    }

    /**
     * Reads a query from parameters: {@code by}, {@code from}, {@code to}, {@code tenant}, {@code key}, {@code route},
     * {@code provider}, {@code model}.
     *
     * @param parameter the value of one, or null
     * @param today the day of UTC it is
     */
    public static UsageQuery of(UnaryOperator<@Nullable String> parameter, LocalDate today) {
        LocalDate to = day("to", parameter.apply("to"), today);
        LocalDate from = day("from", parameter.apply("from"), to.minusDays(DEFAULT_DAYS - 1));
        if (from.isAfter(to) || from.plusDays(MOST_DAYS).isBefore(to)) {
            throw wrong("from", "'from' must not be after 'to', nor more than " + MOST_DAYS + " days before it.");
        }
        Map<Group, String> only = new java.util.EnumMap<>(Group.class);
        for (Group group : Group.values()) {
            String value = group == Group.DAY ? null : parameter.apply(group.word());
            if (value != null) {
                only.put(group, RecordJson.clean(value));
            }
        }
        return new UsageQuery(groups(parameter.apply("by")), from, to, only);
    }

    private static List<Group> groups(@Nullable String text) {
        List<Group> groups = new ArrayList<>();
        if (text == null) {
            return List.of(Group.KEY);
        }
        for (String word : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            Group group = group(word.strip());
            if (!groups.contains(group)) {
                groups.add(group);
            }
        }
        return groups;
    }

    private static Group group(String word) {
        for (Group group : Group.values()) {
            if (group.word().equals(word)) {
                return group;
            }
        }
        throw wrong("by", "'by' must be some of day, tenant, key, route, provider and model, with commas between.");
    }

    private static LocalDate day(String name, @Nullable String text, LocalDate otherwise) {
        if (text == null) {
            return otherwise;
        }
        try {
            LocalDate day = LocalDate.parse(text);
            if (day.getYear() >= 1970 && day.getYear() < 10_000) {
                return day;
            }
        } catch (DateTimeParseException notOne) {
            // Said below.
        }
        throw wrong(name, "'" + name + "' must be a day such as 2027-01-31.");
    }

    private static FaultException wrong(String parameter, String message) {
        return Fault.invalid(parameter, message).exception();
    }
}
