package dev.codexbar.provider.support;

import dev.codexbar.core.process.ProcessRequest;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The environment in which a tool is looked for and runs: that of this JVM, or another one in its place. Immutable.
 *
 * @since 0.1.0
 */
public final class ToolEnvironment {

    private static final ToolEnvironment INHERITED = new ToolEnvironment(null);

    private final @Nullable Map<String, String> given;

    private ToolEnvironment(@Nullable Map<String, String> given) {
        this.given = given;
    }

    /**
     * Returns the environment of this JVM.
     *
     * @return the environment
     */
    public static ToolEnvironment inherited() {
        return INHERITED;
    }

    /**
     * Returns an environment of these variables alone.
     *
     * @param variables all variables
     * @return the environment
     */
    public static ToolEnvironment of(Map<String, String> variables) {
        return new ToolEnvironment(Map.copyOf(variables));
    }

    /**
     * Returns the variables.
     *
     * @return an unmodifiable map from names to values
     */
    public Map<String, String> variables() {
        return Objects.requireNonNullElseGet(given, System::getenv);
    }

    /**
     * Makes a program run in this environment. What else a request shall set or leave out is to be set afterwards.
     *
     * @param request the request of the program
     */
    public void applyTo(ProcessRequest.Builder request) {
        if (given == null) {
            return;
        }
        for (String name : System.getenv().keySet()) {
            // On Windows, names such as "=C:" are no variables.
            if (!given.containsKey(name) && name.indexOf('=') < 0) {
                request.withoutEnvironment(name);
            }
        }
        given.forEach(request::environment);
    }

    /** Returns whose environment it is. The values may be secrets. */
    @Override
    public String toString() {
        return "ToolEnvironment[" + (given == null ? "inherited" : given.size() + " variables") + "]";
    }
}
