package dev.codexbar.core;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Writes a value as {@code Type[name=value, …]}; what is absent is left out. */
final class ToStringBuilder {

    private final StringBuilder text;
    private boolean first = true;

    private ToStringBuilder(String type) {
        this.text = new StringBuilder(type).append('[');
    }

    static ToStringBuilder as(String type) {
        return new ToStringBuilder(type);
    }

    ToStringBuilder field(String name, @Nullable Object value) {
        if (value == null || (value instanceof Collection<?> values && values.isEmpty())) {
            return this;
        }
        if (!first) {
            text.append(", ");
        }
        first = false;
        text.append(name).append('=').append(value);
        return this;
    }

    @Override
    public String toString() {
        return text + "]";
    }
}
