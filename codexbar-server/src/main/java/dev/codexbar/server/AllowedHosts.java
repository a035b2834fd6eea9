package dev.codexbar.server;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

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

    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-f:.]{2,45}]");
    private static final Pattern PORT = Pattern.compile(":(\\d{1,5})$");
    private static final int MOST_PORT = 65_535;

    private final Set<String> names;
    private final boolean anyAddress;

    private AllowedHosts(Set<String> names, boolean anyAddress) {
        this.names = names;
        this.anyAddress = anyAddress;
    }

    /**
     * Returns the names for a server that is bound to an address.
     *
     * @param bindHost the address or name that the server is bound to; bound to all addresses ({@code 0.0.0.0} or
     *     {@code ::}), any literal address is allowed, but no further name, which could be rebound
     * @param more further names, such as the one of a reverse proxy or of a tailnet
     * @return the names
     */
    public static AllowedHosts of(String bindHost, List<String> more) {
        Set<String> names = new LinkedHashSet<>(LOOPBACK);
        names.add(normal(bindHost.contains(":") && !bindHost.startsWith("[") ? "[" + bindHost + "]" : bindHost));
        more.forEach(name -> names.add(normal(name)));
        return new AllowedHosts(Set.copyOf(names), bindHost.equals("0.0.0.0") || bindHost.equals("::"));
    }

    /**
     * Tells whether a {@code Host} header names this server.
     *
     * @param header the value of the header, with or without a port
     * @return whether it does
     */
    public boolean allows(String header) {
        String host = header.strip();
        var port = PORT.matcher(host);
        if (port.find()) {
            if (Integer.parseInt(port.group(1)) > MOST_PORT) {
                return false;
            }
            host = host.substring(0, port.start());
        }
        String name = normal(host);
        return names.contains(name) || (anyAddress && isAddress(name));
    }

    private static boolean isAddress(String name) {
        return IPV4.matcher(name).matches() || IPV6.matcher(name).matches();
    }

    private static String normal(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }
}
