import dev.codexbar.core.AccountIdentity;
import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageCost;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageException.Reason;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Providers for the check with a real Prometheus. */
public final class CheckProviders {

    private CheckProviders() {}

    /** Answers everything that has a series. */
    public static final class Full implements UsageProvider {

        /** For the service loader. */
        public Full() {}

        @Override
        public ProviderDescriptor descriptor() {
            return ProviderDescriptor.builder("check-full", "Full").build();
        }

        @Override
        public UsageSnapshot fetch(FetchRequest request) {
            Instant now = Instant.now();
            return UsageSnapshot.builder("check-full", now)
                    .identity(AccountIdentity.builder()
                            .accountEmail("jane.doe@example.com")
                            .accountOrganization("Example Works")
                            .build())
                    // Runs out before its reset.
                    .primary(
                            "Session",
                            RateWindow.builder(80)
                                    .period(Duration.ofHours(5))
                                    .resetsAt(now.plus(Duration.ofHours(3)))
                                    .amount(new RateWindow.Amount(80, 100, "requests"))
                                    .build())
                    .secondary(
                            "Month",
                            RateWindow.builder(10)
                                    .period(Duration.ofDays(30))
                                    .resetsOn(LocalDate.now(ZoneOffset.UTC).plusDays(9))
                                    .build())
                    .windowByTitle("bonus-", "For jane.doe@example.com of Example Works", RateWindow.of(1))
                    .cost(UsageCost.builder(1.25, "USD").limit(20).build())
                    .build();
        }
    }

    /** Fails. */
    public static final class Failing implements UsageProvider {

        /** For the service loader. */
        public Failing() {}

        @Override
        public ProviderDescriptor descriptor() {
            return ProviderDescriptor.builder("check-failing", "Failing").build();
        }

        @Override
        public UsageSnapshot fetch(FetchRequest request) throws UsageException {
            throw UsageException.builder(Reason.UNAVAILABLE, "The service does not respond.")
                    .build();
        }
    }
}
