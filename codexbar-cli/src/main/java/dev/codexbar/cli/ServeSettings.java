package dev.codexbar.cli;

import dev.codexbar.server.AccessToken;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The checked arguments of {@code codexbar serve}.
 *
 * @param bindHost the address as it was given
 * @param address the address to listen at
 * @param port the port to listen at, or 0 for a free one
 * @param token what clients must send, if it was given
 * @param tokenForUsage whether {@code /usage} needs the token too
 * @param allowedHosts further names under which the server may be addressed
 * @param refreshInterval how often providers are asked
 * @param patience how long a request waits for a provider that has never answered
 * @param identityShown whether accounts are named
 * @param metrics whether {@code /metrics} is answered
 * @param printsUrl whether the address is the only line on standard output
 */
record ServeSettings(
        String bindHost,
        InetAddress address,
        int port,
        Optional<AccessToken> token,
        boolean tokenForUsage,
        List<String> allowedHosts,
        Duration refreshInterval,
        Duration patience,
        boolean identityShown,
        boolean metrics,
        boolean printsUrl) {

    static final String TOKEN_VARIABLE = "CODEXBAR_DASHBOARD_TOKEN";

    private static final int MOST_PORT = 65_535;
    private static final int MOST_PORT_DIGITS = 5;
    private static final String DIGITS = "0123456789";

    static ServeSettings of(Arguments arguments, Map<String, String> environment, boolean hideIdentity)
            throws CommandLineException {
        String bindHost = arguments.value(Option.HOST).orElse("127.0.0.1");
        InetAddress address = address(bindHost);
        Optional<AccessToken> token = token(arguments, environment);
        boolean isLocal = address.isLoopbackAddress();
        if (!isLocal && token.isEmpty()) {
            throw CommandLineException.wrong(
                    "--host " + bindHost + " can be reached by others, so a token is needed: set " + TOKEN_VARIABLE
                            + " or give --token-file.");
        }
        if (!isLocal && !arguments.has(Option.ALLOW_PLAIN_HTTP)) {
            throw CommandLineException.wrong("--host " + bindHost
                    + " sends the token unencrypted: put a proxy with TLS in front, or give --allow-plain-http.");
        }
        return new ServeSettings(
                bindHost,
                address,
                port(arguments),
                token,
                !isLocal || arguments.has(Option.REQUIRE_TOKEN),
                allowedHosts(arguments),
                Settings.seconds(arguments, Option.REFRESH_INTERVAL, Settings.LONGEST_WATCH_INTERVAL)
                        .orElse(Duration.ofMinutes(5)),
                Settings.seconds(arguments, Option.REQUEST_TIMEOUT, Settings.LONGEST_WATCH_TIMEOUT)
                        .orElse(Duration.ofSeconds(30)),
                isIdentityShown(arguments, hideIdentity),
                arguments.has(Option.METRICS),
                arguments.has(Option.PRINT_URL));
    }

    private static List<String> allowedHosts(Arguments arguments) {
        List<String> hosts = new ArrayList<>();
        for (String name : arguments.value(Option.ALLOWED_HOST).orElse("").split(",", -1)) {
            if (!name.isBlank()) {
                hosts.add(name.strip());
            }
        }
        return List.copyOf(hosts);
    }

    static boolean isIdentityShown(Arguments arguments, boolean hideIdentity) throws CommandLineException {
        Optional<String> identity = Settings.choice(arguments, Option.IDENTITY);
        return !hideIdentity && identity.equals(Optional.of("full"));
    }

    private static InetAddress address(String host) throws CommandLineException {
        // A literal address or this machine: any other name would be looked up, and could mean another machine.
        if (host.equals("localhost") || isAddress(host)) {
            try {
                return InetAddress.getByName(host);
            } catch (UnknownHostException malformed) {
                // Reported below.
            }
        }
        throw CommandLineException.wrong(Option.HOST, "`localhost` or an IP address of this machine", host);
    }

    private static boolean isAddress(String text) {
        return consistsOf(DIGITS + ".", text)
                || (text.indexOf(':') >= 0 && consistsOf(DIGITS + "abcdefABCDEF.:", text));
    }

    /** Without a regular expression, which would take a hundredth of the start. */
    private static boolean consistsOf(String characters, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (characters.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static int port(Arguments arguments) throws CommandLineException {
        String text = arguments.value(Option.PORT).orElse("8080");
        if (text.length() <= MOST_PORT_DIGITS && consistsOf(DIGITS, text) && Integer.parseInt(text) <= MOST_PORT) {
            return Integer.parseInt(text);
        }
        throw CommandLineException.wrong(
                Option.PORT, "a number from 0 to " + MOST_PORT + ", where 0 takes a free port", text);
    }

    private static Optional<AccessToken> token(Arguments arguments, Map<String, String> environment)
            throws CommandLineException {
        Optional<String> file = arguments.value(Option.TOKEN_FILE);
        String variable = environment.get(TOKEN_VARIABLE);
        try {
            // What is given for this start counts more than what is set for all.
            if (file.isPresent()) {
                return Optional.of(AccessToken.fromFile(Path.of(file.get())));
            }
            return variable == null ? Optional.empty() : Optional.of(AccessToken.of(variable.strip()));
        } catch (InvalidPathException fault) {
            throw CommandLineException.wrong("--token-file must be a path.");
        } catch (IllegalArgumentException | IOException fault) {
            String source = file.isPresent() ? "--token-file" : TOKEN_VARIABLE;
            // Behind "token:", the first word would be taken for one, and masked.
            throw CommandLineException.wrong(source + " cannot be used: " + fault.getMessage() + ".");
        }
    }
}
