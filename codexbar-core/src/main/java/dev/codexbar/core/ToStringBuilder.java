package dev.codexbar.core;

import dev.codexbar.core.terminal.TerminalText;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes a value as {@code Type[name=value, …]}. Absent parts are left out, identity is masked, and control characters
 * are removed, because such a text ends up in logs.
 */
final class ToStringBuilder {

    private static final Package PACKAGE = ToStringBuilder.class.getPackage();

    private final StringBuilder text;
    private boolean first = true;

    private ToStringBuilder(String type) {
        this.text = new StringBuilder(type).append('[');
    }

    static ToStringBuilder as(String type) {
        return new ToStringBuilder(type);
    }

    ToStringBuilder field(String name, @Nullable Object value) {
        if (value == null
                || (value instanceof Collection<?> values && values.isEmpty())
                || (value instanceof Map<?, ?> map && map.isEmpty())) {
            return this;
        }
        if (!first) {
            text.append(", ");
        }
        first = false;
        text.append(name).append('=').append(harmless(value));
        return this;
    }

    private static String harmless(Object value) {
        if (value instanceof Collection<?> values) {
            return values.stream().map(ToStringBuilder::harmless).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> harmless(entry.getKey()) + "=" + harmless(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        // Numbers are no account numbers, even with twelve digits. Values of this package mask themselves.
        boolean isHarmless = value instanceof Number || value.getClass().getPackage() == PACKAGE;
        return isHarmless ? value.toString() : IdentityMask.mask(TerminalText.singleLine(value.toString()));
    }

    @Override
    public String toString() {
        return text + "]";
    }
}
