package com.xiaojinpro.gateway.launcher;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A length of time on the command line: a whole number and {@code s}, {@code m}, {@code h} or {@code d}. */
final class TimeSpan implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String text) {
        Duration span = parse(text);
        if (span == null) {
            throw new TypeConversionException("'" + text + "' is no length of time; 30s, 15m, 24h or 7d was meant");
        }
        return span;
    }

    /** The length of time; null where the text is none. */
    static @Nullable Duration parse(String text) {
        if (!text.matches("[0-9]{1,6}[smhd]")) {
            return null;
        }
        long number = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 's' -> Duration.ofSeconds(number);
            case 'm' -> Duration.ofMinutes(number);
            case 'h' -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}
