package dev.codexbar.micrometer;

import io.micrometer.core.instrument.Tags;
import java.util.function.DoubleSupplier;

/**
 * One series with a value that is known.
 *
 * @param key what makes it the same series as before
 * @param value what to publish: never NaN
 */
record Row(Key key, DoubleSupplier value) {

    /**
     * Name and tags.
     *
     * @param name the name
     * @param tags the tags, without those of the host
     */
    record Key(MeterName name, Tags tags) {}

    static Row of(MeterName name, Tags tags, double value) {
        return new Row(new Key(name, tags), () -> value);
    }

    static Row live(MeterName name, Tags tags, DoubleSupplier value) {
        return new Row(new Key(name, tags), value);
    }
}
