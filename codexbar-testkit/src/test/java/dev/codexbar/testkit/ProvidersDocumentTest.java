package dev.codexbar.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/PROVIDERS.md} shows the code that is compiled and tested in {@code examples/}. */
class ProvidersDocumentTest {

    private static final Path ROOT = Path.of("..");

    private static final Pattern LISTING = Pattern.compile("(?ms)^<!-- file: (\\S+) -->\\n```\\w+\\n(.*?)^```$");

    @Test
    void everyListingIsAFileOfTheExamples() throws IOException {
        List<MatchResult> listings = listings();

        assertTrue(listings.size() >= 5, () -> listings.size() + " listings");
        for (MatchResult listing : listings) {
            assertEquals(Files.readString(ROOT.resolve(listing.group(1))), listing.group(2), listing.group(1));
        }
    }

    @Test
    void theThreeProvidersAreCompleteAndShort() throws IOException {
        List<MatchResult> providers = listings().stream()
                .filter(listing -> listing.group(1).contains("/src/main/java/")
                        && listing.group(1).endsWith("Provider.java"))
                .toList();

        assertEquals(3, providers.size());
        for (MatchResult provider : providers) {
            // One way to ask fits on a page; the last one has two.
            int limit = provider.group(1).contains("file-provider") ? 120 : 80;
            assertTrue(provider.group(2).lines().count() < limit, provider.group(1));
            assertFalse(provider.group(2).contains("…"), provider.group(1));
        }
    }

    private static List<MatchResult> listings() throws IOException {
        String document = Files.readString(ROOT.resolve("docs/PROVIDERS.md"));
        return LISTING.matcher(document).results().toList();
    }
}
