package dev.codexbar.test;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Makes hostile inputs out of good ones, the same at every run.
 *
 * <p>A build tries {@value #INPUTS_PER_BUILD} inputs of each kind; {@code -Dcodexbar.fuzz.inputs=1000000} tries more,
 * and {@code -Dcodexbar.fuzz.seed=…} others.
 */
public final class Fuzzer {

    public static final int INPUTS_PER_BUILD = 2_000;

    private static final int MOST_CHANGES = 6;
    private static final int LONGEST_INPUT = 8_000;

    private final SplittableRandom random = new SplittableRandom(Long.getLong("codexbar.fuzz.seed", 20261122L));
    private final List<byte[]> samples;
    private final List<byte[]> pieces;

    /**
     * Makes a fuzzer.
     *
     * @param samples good inputs
     * @param pieces what is put into them
     */
    public Fuzzer(List<byte[]> samples, List<String> pieces) {
        this.samples = samples;
        this.pieces = pieces.stream()
                .map(piece -> piece.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    /** Hands inputs to a target, until it fails or there were enough. */
    public void run(Consumer<byte[]> target) {
        int inputs = Integer.getInteger("codexbar.fuzz.inputs", INPUTS_PER_BUILD);
        for (int i = 0; i < inputs; i++) {
            byte[] input = next();
            try {
                target.accept(input);
            } catch (RuntimeException | Error e) {
                throw new AssertionError(
                        "Input " + i + " failed: " + Base64.getEncoder().encodeToString(input), e);
            }
        }
    }

    public int nextInt(int bound) {
        return random.nextInt(bound);
    }

    private byte[] next() {
        byte[] input = anySample();
        for (int change = random.nextInt(MOST_CHANGES); change >= 0; change--) {
            input = changed(input);
        }
        return input.length > LONGEST_INPUT ? Arrays.copyOf(input, LONGEST_INPUT) : input;
    }

    private byte[] changed(byte[] input) {
        int from = random.nextInt(input.length + 1);
        int to = from + random.nextInt(Math.min(input.length - from, 64) + 1);
        byte[] part = Arrays.copyOfRange(input, from, to);
        return switch (random.nextInt(7)) {
            case 0 -> spliced(input, from, to, new byte[0]);
            case 1 -> spliced(input, from, from, part);
            case 2 -> spliced(input, from, from, pieces.get(random.nextInt(pieces.size())));
            case 3 -> spliced(input, from, to, pieces.get(random.nextInt(pieces.size())));
            case 4 -> spliced(input, from, Math.min(from + 1, input.length), new byte[] {(byte) random.nextInt(256)});
            case 5 -> Arrays.copyOf(input, from);
            default -> {
                byte[] other = anySample();
                int cut = random.nextInt(other.length + 1);
                yield spliced(input, from, input.length, Arrays.copyOfRange(other, cut, other.length));
            }
        };
    }

    private byte[] anySample() {
        return samples.get(random.nextInt(samples.size()));
    }

    private static byte[] spliced(byte[] input, int from, int to, byte[] middle) {
        byte[] result = Arrays.copyOf(input, input.length - (to - from) + middle.length);
        System.arraycopy(middle, 0, result, from, middle.length);
        System.arraycopy(input, to, result, from + middle.length, input.length - to);
        return result;
    }
}
