package dev.codexbar.provider.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.core.process.ProcessRunner;
import dev.codexbar.core.process.ProcessRunners;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ToolProviderBuilderTest {

    private record Tool(ToolSettings settings) implements UsageProvider {

        static final class Builder extends ToolProviderBuilder<Tool, Builder> {

            private String own = "";

            Builder() {
                super(Duration.ofSeconds(7));
            }

            Builder(Duration least) {
                super(Duration.ofSeconds(7), least);
            }

            Builder own(String value) {
                own = value;
                return this;
            }

            @Override
            public Tool build() {
                return new Tool(settings());
            }
        }

        @Override
        public ProviderDescriptor descriptor() {
            return ProviderDescriptor.builder("tool", "Tool").build();
        }

        @Override
        public UsageSnapshot fetch(FetchRequest request) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void leavesTheChoiceOfTheRunnerToTheProvider() {
        ToolSettings usual = new Tool.Builder().build().settings();
        assertEquals(
                new ToolSettings(null, Clock.systemUTC(), Duration.ofSeconds(7), ToolEnvironment.inherited(), null),
                usual);
        assertSame(System.getenv(), usual.environment().variables());
    }

    @Test
    void keepsWhatWasSetInAnyOrder() {
        ProcessRunner runner = ProcessRunners.pipes();
        Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
        Map<String, String> variables = new HashMap<>(Map.of("HOME", "/home/second"));
        Tool.Builder builder = new Tool.Builder()
                .environment(variables)
                .runner(runner)
                .own("after a method of the base")
                .clock(clock)
                .timeLimit(Duration.ofMillis(1));
        variables.clear();
        ToolSettings settings = builder.build().settings();
        assertSame(runner, settings.runner());
        assertSame(clock, settings.clock());
        assertEquals(Duration.ofMillis(1), settings.timeLimit());
        assertEquals(Map.of("HOME", "/home/second"), settings.environment().variables());
        assertEquals("after a method of the base", builder.own);
    }

    @Test
    void refusesALimitThatIsTooShort() {
        Tool.Builder any = new Tool.Builder();
        for (Duration wrong : new Duration[] {Duration.ZERO, Duration.ofNanos(-1)}) {
            assertEquals(
                    "timeLimit must be longer than zero: " + wrong,
                    assertThrows(IllegalArgumentException.class, () -> any.timeLimit(wrong))
                            .getMessage());
        }
        Tool.Builder careful = new Tool.Builder(Duration.ofSeconds(2));
        Duration wrong = Duration.ofMillis(1999);
        assertEquals(
                "timeLimit must be 2 seconds or longer: PT1.999S",
                assertThrows(IllegalArgumentException.class, () -> careful.timeLimit(wrong))
                        .getMessage());
        assertEquals(
                Duration.ofSeconds(2),
                careful.timeLimit(Duration.ofSeconds(2)).build().settings().timeLimit());
    }
}
