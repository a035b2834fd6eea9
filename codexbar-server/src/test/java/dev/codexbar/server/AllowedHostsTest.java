package dev.codexbar.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
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
        "localhost:080, true",
        "localhost:000080, false",
        "localhost:+80, false",
        "localhost:80:80, false",
        "evil.example, false",
        "127.0.0.1.evil.example, false",
        "10.1.2.3, false",
        "'', false",
        "proxy.example, true",
        "Proxy.Example:443, true",
        "a.proxy.example, false",
    })
    void aLoopbackServerKnowsItsNames(String host, boolean allowed) throws IOException {
        InetAddress bound = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});

        assertEquals(allowed, AllowedHosts.of(bound, List.of("proxy.example")).allows(host));
    }

    @ParameterizedTest
    @CsvSource({"10.1.2.3:80, true", "[fe80::1], true", "evil.example, false", "1.2.3.4.example, false"})
    void aServerOfAllAddressesKnowsAddressesButNoFurtherName(String host, boolean allowed) throws IOException {
        for (String all : List.of("0", "0.0.0.0", "::", "0::0")) {
            assertEquals(
                    allowed,
                    AllowedHosts.of(InetAddress.getByName(all), List.of()).allows(host));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "::1, [0:0:0:0:0:0:0:1]:8080, true",
        "fd00:0:0::1, [fd00::1]:8080, true",
        "fd00::1, [FD00:0:0:0:0:0:0:1], true",
        "fd00::1, [fd00::2], false",
        "fd00::1, fd00::1, false",
        "fd00::1, [fd00::1::], false",
        "10.1.2.3, 10.1.2.3:80, true",
        "10.1.2.3, 10.1.2.4, false",
        "10.1.2.3, 10.1.2.300, false",
        "10.1.2.3, 10.1.2.03, true",
        "10.1.2.3, 10.1.2.0003, false",
        "10.1.2.3, 10.1.2.3., false",
        "10.1.2.3, 10.1.2, false",
        "10.1.2.3, 10.1..3, false",
        "fd00::1, [fd00::1, false",
        "fd00::1, [fd00::g], false",
        "::, [:], false",
    })
    void comparesAddressesHoweverTheyAreWritten(String bound, String host, boolean allowed) throws IOException {
        assertEquals(
                allowed,
                AllowedHosts.of(InetAddress.getByName(bound), List.of()).allows(host));
    }

    @Test
    void takesAnAddressAsAFurtherName() throws IOException {
        AllowedHosts hosts =
                AllowedHosts.of(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), List.of("fd00:0::7", "10.0.0.7"));

        assertTrue(hosts.allows("[fd00::7]:443"));
        assertTrue(hosts.allows("10.0.0.7"));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "0:0:0:0:0:0:0:1, [::1]",
        "::, [::]",
        "fd00:0:0::1, [fd00::1]",
        "2001:DB8:0:0:1:0:0:1, [2001:db8::1:0:0:1]",
        "2001:db8:0:1:1:1:1:1, [2001:db8:0:1:1:1:1:1]",
        "1:0:0:0:0:0:0:0, [1::]",
    })
    void printsTheFormThatBrowsersSend(String address, String printed) throws IOException {
        assertEquals(printed, AddressLiteral.of(InetAddress.getByName(address)));
    }
}
