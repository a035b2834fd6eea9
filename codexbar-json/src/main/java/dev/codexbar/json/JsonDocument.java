package dev.codexbar.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import dev.codexbar.core.UsageRounding;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/** One document under way: the members that all documents of the published contract are made of. */
final class JsonDocument {

    private static final JsonFactory FACTORY =
            new JsonFactoryBuilder().characterEscapes(new ControlEscapes()).build();

    /** From here on a double may stand for several integers, so its digits are left as they are. */
    private static final double INTEGERS_END = 1L << 53;

    /** The most decimals of a number: clients print numbers as they come. */
    static final int DECIMALS = 2;

    private static final long SECONDS_PER_DAY = 86_400;

    private final JsonGenerator out;

    private JsonDocument(JsonGenerator out) {
        this.out = out;
    }

    /** What goes into a document. */
    interface Content {
        void writeTo(JsonDocument json) throws IOException;
    }

    static String write(boolean pretty, Content content) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            if (pretty) {
                generator.setPrettyPrinter(indented());
            }
            content.writeTo(new JsonDocument(generator));
        } catch (IOException impossible) {
            // Neither a StringWriter nor the balanced calls below can fail.
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static DefaultPrettyPrinter indented() {
        // The same line break everywhere, so that a document does not depend on the machine.
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        return new DefaultPrettyPrinter()
                .withSeparators(Separators.createDefaultInstance()
                        .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                        .withArrayEmptySeparator("")
                        .withObjectEmptySeparator(""))
                .withObjectIndenter(indenter)
                .withArrayIndenter(indenter);
    }

    JsonGenerator generator() {
        return out;
    }

    void text(String name, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            text(name, value.get());
        }
    }

    void text(String name, String value) throws IOException {
        out.writeStringField(name, JsonNames.unicode(value));
    }

    /** A share of a quota in percent, rounded. */
    void percent(String name, double value) throws IOException {
        number(name, UsageRounding.percent(value, DECIMALS));
    }

    /** Money or what is counted, rounded. */
    void amount(String name, double value) throws IOException {
        number(name, UsageRounding.amount(value, DECIMALS));
    }

    /** A difference of percentages, rounded; unlike a percentage it may be rounded to 0. */
    void difference(String name, double value) throws IOException {
        number(name, UsageRounding.nearest(value, DECIMALS));
    }

    private void number(String name, double value) throws IOException {
        out.writeFieldName(name);
        if (value == Math.rint(value) && Math.abs(value) < INTEGERS_END) {
            out.writeNumber((long) value);
        } else {
            // "1.0E300" is an integral number too; a smaller one is easier to read without an exponent.
            out.writeNumber(
                    Math.abs(value) < INTEGERS_END
                            ? UsageRounding.plain(value)
                            : Double.toString(value).replace(".0E", "E"));
        }
    }

    /** Without a formatter: loading one costs more time than the rest of a document. */
    void instant(String name, Instant value) throws IOException {
        long day = Math.floorDiv(value.getEpochSecond(), SECONDS_PER_DAY);
        long second = Math.floorMod(value.getEpochSecond(), SECONDS_PER_DAY);
        StringBuilder text = new StringBuilder(20);
        text.append(LocalDate.ofEpochDay(day)).append('T');
        twoDigits(text, second / 3600).append(':');
        twoDigits(text, second / 60 % 60).append(':');
        twoDigits(text, second % 60).append('Z');
        out.writeStringField(name, text.toString());
    }

    private static StringBuilder twoDigits(StringBuilder text, long number) {
        return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}
