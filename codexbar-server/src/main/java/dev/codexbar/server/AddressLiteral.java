package dev.codexbar.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** IP addresses as they stand in a URI and in a {@code Host} header. No name is ever looked up. */
final class AddressLiteral {

    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");

    /**
     * Only what is in brackets and has a colon is left to the JDK, which takes that for an address or for a mistake.
     */
    private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-fA-F.]*:[0-9a-fA-F:.]{1,44}]");

    private static final int MOST_OCTET = 255;
    private static final int GROUPS = 8;

    private AddressLiteral() {}

    /**
     * Reads an address.
     *
     * @param text dotted decimal numbers, or an address of IPv6 in brackets
     * @return the address, or empty if the text is another
     */
    static Optional<InetAddress> parse(String text) {
        Matcher ipv4 = IPV4.matcher(text);
        try {
            if (ipv4.matches()) {
                byte[] octets = new byte[4];
                for (int i = 0; i < octets.length; i++) {
                    int octet = Integer.parseInt(ipv4.group(i + 1));
                    if (octet > MOST_OCTET) {
                        return Optional.empty();
                    }
                    octets[i] = (byte) octet;
                }
                return Optional.of(InetAddress.getByAddress(octets));
            }
            return IPV6.matcher(text).matches() ? Optional.of(InetAddress.getByName(text)) : Optional.empty();
        } catch (UnknownHostException malformed) {
            return Optional.empty();
        }
    }

    /**
     * Returns an address as browsers write it (RFC 5952), in brackets if it is one of IPv6.
     *
     * @param address the address; a scope is left out, as no browser sends it
     * @return the host of a URI
     */
    static String of(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address.getHostAddress();
        }
        byte[] bytes = address.getAddress();
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = (bytes[2 * i] & 0xFF) << 8 | (bytes[2 * i + 1] & 0xFF);
        }
        // The first of the longest runs of zeros is left out, if it is longer than one group.
        int start = -1;
        int length = 1;
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && groups[end] == 0) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
        }
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < GROUPS; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
            } else {
                boolean isFirst = text.length() == 1 || text.charAt(text.length() - 1) == ':';
                text.append(isFirst ? "" : ":").append(Integer.toHexString(groups[i]));
            }
        }
        return text.append(']').toString();
    }
}
