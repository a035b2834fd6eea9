package dev.codexbar.server;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The names under which a server may be addressed. Immutable.
 *
 * <p>A page of another site can make a browser call a loopback server under a name that it has bound to 127.0.0.1 (DNS
 * rebinding). Such a request carries no {@code Origin}, so the {@code Host} header is what tells it apart.
 *
 * @since 0.1.0
 */
public final class AllowedHosts {

    private static final List<String> LOOPBACK = List.of("127.0.0.1", "localhost", "localhost.", "[::1]");

    private static final int MOST_PORT = 65_535;
    private static final int MOST_PORT_DIGITS = 5;

    private final Set<String> names;
    private final Set<InetAddress> addresses;
    private final boolean anyAddress;

    private AllowedHosts(Set<String> names, Set<InetAddress> addresses, boolean anyAddress) {
        this.names = names;
        this.addresses = addresses;
        this.anyAddress = anyAddress;
    }

    /**
     * Returns the names for a server that is bound to an address.
     *
     * @param bound the address that the server is bound to; bound to {@linkplain InetAddress#isAnyLocalAddress() all
     *     addresses}, any literal address is allowed, but no further name, which could be rebound
     * @param more further names or addresses, such as the one of a reverse proxy or of a tailnet
     * @return the names
     */
    public static AllowedHosts of(InetAddress bound, List<String> more) {
        Set<String> names = new HashSet<>();
        Set<InetAddress> addresses = new HashSet<>(Set.of(bound));
        List<String> all = new ArrayList<>(LOOPBACK);
        all.addAll(more);
        for (String each : all) {
            String name = normal(each);
            String bracketed = name.contains(":") && !name.startsWith("[") ? "[" + name + "]" : name;
            Optional<InetAddress> address = AddressLiteral.parse(bracketed);
            if (address.isPresent()) {
                addresses.add(address.get());
            } else {
                names.add(name);
            }
        }
        return new AllowedHosts(Set.copyOf(names), Set.copyOf(addresses), bound.isAnyLocalAddress());
    }

    /**
     * Tells whether a {@code Host} header names this server.
     *
     * @param header the value of the header, with or without a port
     * @return whether it does
     */
    public boolean allows(String header) {
        String host = header.strip();
        int colon = host.lastIndexOf(':');
        int port = colon < 0 ? -1 : AddressLiteral.number(host, colon + 1, host.length(), MOST_PORT_DIGITS);
        if (port > MOST_PORT) {
            return false;
        }
        if (port >= 0) {
            host = host.substring(0, colon);
        }
        String name = normal(host);
        // Addresses are compared as such: one of IPv6 can be written in many ways.
        Optional<InetAddress> address = AddressLiteral.parse(name);
        return address.isPresent() ? anyAddress || addresses.contains(address.get()) : names.contains(name);
    }

    private static String normal(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }
}
