package dev.codexbar.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowedHostsTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, true",
        "127.0.0.1:8080, true",
        "localhost, true",
        "LOCALHOST:1, true",
        "localhost.:65535, true",
        "[::1]:8080, true",
        "localhost:65536, false",
        "localhost:, false",
        "evil.example, false",
        "127.0.0.1.evil.example, false",
        "10.1.2.3, false",
        "'', false",
        "proxy.example, true",
        "Proxy.Example:443, true",
        "a.proxy.example, false",
    })
    void aLoopbackServerKnowsItsNames(String host, boolean allowed) {
        assertEquals(
                allowed, AllowedHosts.of("127.0.0.1", List.of("proxy.example")).allows(host));
    }

    @ParameterizedTest
    @CsvSource({"10.1.2.3:80, true", "[fe80::1], true", "evil.example, false", "1.2.3.4.example, false"})
    void aServerOfAllAddressesKnowsAddressesButNoFurtherName(String host, boolean allowed) {
        assertEquals(allowed, AllowedHosts.of("0.0.0.0", List.of()).allows(host));
    }
}
