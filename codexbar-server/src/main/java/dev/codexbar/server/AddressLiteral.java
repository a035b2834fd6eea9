package dev.codexbar.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** IP addresses as they stand in a URI and in a {@code Host} header. No name is ever looked up. */
final class AddressLiteral {

    private static final int OCTETS = 4;
    private static final int MOST_OCTET = 255;
    private static final int MOST_DIGITS = 3;
    private static final int MOST_IPV6_CHARACTERS = 46;
    private static final int GROUPS = 8;

    private AddressLiteral() {}

    /**
     * Reads an address.
     *
     * @param text dotted decimal numbers, or an address of IPv6 in brackets
     * @return the address, or empty if the text is another
     */
    static Optional<InetAddress> parse(String text) {
        // Without regular expressions, which the start of a server would wait for.
        byte[] octets = octets(text);
        try {
            if (octets.length > 0) {
                return Optional.of(InetAddress.getByAddress(octets));
            }
            return isBracketed(text) ? Optional.of(InetAddress.getByName(text)) : Optional.empty();
        } catch (UnknownHostException malformed) {
            return Optional.empty();
        }
    }

    /** Returns the bytes of four decimal numbers with dots between them, or none if the text is something else. */
    private static byte[] octets(String text) {
        byte[] octets = new byte[OCTETS];
        int begin = 0;
        for (int i = 0; i < OCTETS; i++) {
            int end = i < OCTETS - 1 ? text.indexOf('.', begin) : text.length();
            int octet = end < 0 ? -1 : number(text, begin, end, MOST_DIGITS);
            if (octet < 0 || octet > MOST_OCTET) {
                return new byte[0];
            }
            octets[i] = (byte) octet;
            begin = end + 1;
        }
        return octets;
    }

    /** Returns the number that is written from one index to another, or -1 if that is no number of so many digits. */
    static int number(String text, int begin, int end, int mostDigits) {
        if (end <= begin || end - begin > mostDigits) {
            return -1;
        }
        int number = 0;
        for (int i = begin; i < end; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = 10 * number + (c - '0');
        }
        return number;
    }

    /**
     * Only what is in brackets and has a colon is left to the JDK, which takes that for an address or for a mistake.
     */
    private static boolean isBracketed(String text) {
        int last = text.length() - 1;
        if (last < 0 || last > MOST_IPV6_CHARACTERS || text.charAt(0) != '[' || text.charAt(last) != ']') {
            return false;
        }
        int colon = text.indexOf(':');
        for (int i = 1; i < last; i++) {
            char c = text.charAt(i);
            if (c != ':' && c != '.' && (c >= 0x80 || Character.digit(c, 16) < 0)) {
                return false;
            }
        }
        return colon >= 0 && colon < last - 1;
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
