package dev.codexbar.cli.bar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BarTemplateTest {

    private static String filled(String template) throws BarTemplateException {
        return BarTemplate.parse(template).fill(name -> "<" + name + ">", value -> value.toUpperCase(Locale.ROOT));
    }

    @ParameterizedTest
    @CsvSource({
        "{provider},<PROVIDER>",
        "a {id} b,a <ID> b",
        "{primary.percent}%,<PRIMARY.PERCENT>%",
        "{fullest.reset}{tertiary.left},<FULLEST.RESET><TERTIARY.LEFT>",
        "{window.bonus-2.used},<WINDOW.BONUS-2.USED>",
        "{window.a.b.title},<WINDOW.A.B.TITLE>",
        "no placeholder,no placeholder",
        "%{{F#fff}}{id}%{{F-}},%{F#fff}<ID>%{F-}",
    })
    void escapesValuesAndKeepsWhatStandsBetween(String template, String text) throws BarTemplateException {
        assertEquals(text, filled(template));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{ provider }",
                "{Provider}",
                "{account}",
                "{percent}",
                "{primary}",
                "{primary.}",
                "{primary.provider}",
                "{window.percent}",
                "{window.bonus}",
                "{window..percent}",
                "{secundary.percent}"
            })
    void rejectsPlaceholdersThatDoNotExist(String template) {
        BarTemplateException fault = assertThrows(BarTemplateException.class, () -> BarTemplate.parse(template));
        String name = template.substring(1, template.length() - 1);
        assertEquals(Optional.of(name), fault.placeholder());
        assertTrue(fault.sentence().contains("{" + name + "}"), fault.sentence());
        assertTrue(fault.known().contains("primary.percent"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "{provider", "provider}", "a\nb", "a\u001bb", "}{"})
    void rejectsWhatIsNotWellFormed(String template) {
        BarTemplateException fault = assertThrows(BarTemplateException.class, () -> BarTemplate.parse(template));
        assertFalse(fault.placeholder().isPresent());
    }

    @Test
    void rejectsTextsThatAreNoLine() {
        assertThrows(BarTemplateException.class, () -> BarTemplate.parse("x".repeat(1001)));
    }
}
