package dev.codexbar.provider.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.process.ProcessRequest;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ToolEnvironmentTest {

    private static ProcessRequest request(ToolEnvironment environment) {
        ProcessRequest.Builder request = ProcessRequest.builder("tool");
        environment.applyTo(request);
        return request.build();
    }

    @Test
    void leavesTheEnvironmentOfThisJvmAsItIs() {
        ProcessRequest request = request(ToolEnvironment.inherited());
        assertEquals(Map.of(), request.environment());
        assertEquals(Set.of(), request.removedEnvironment());
    }

    @Test
    void replacesTheEnvironmentOfThisJvm() {
        assertTrue(System.getenv().containsKey("PATH"));
        ProcessRequest request = request(ToolEnvironment.of(Map.of("PATH", "/of/another", "TOOL_HOME", "/second")));
        assertEquals(Map.of("PATH", "/of/another", "TOOL_HOME", "/second"), request.environment());
        Set<String> others = new HashSet<>(System.getenv().keySet());
        others.remove("PATH");
        others.removeIf(name -> name.indexOf('=') >= 0);
        assertEquals(others, request.removedEnvironment());
    }

    @Test
    void keepsValuesOutOfItsText() {
        assertEquals(
                "ToolEnvironment[1 variables]",
                ToolEnvironment.of(Map.of("TOKEN", "secret")).toString());
        assertEquals("ToolEnvironment[inherited]", ToolEnvironment.inherited().toString());
    }
}
