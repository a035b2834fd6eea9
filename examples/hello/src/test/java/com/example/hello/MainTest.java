package com.example.hello;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MainTest {

    /** The build sets KIRO_CLI_PATH to a program that does not exist. */
    @Test
    void saysOfEachWayOfAskingThatKiroIsNotInstalled() throws InterruptedException {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            Main.main(new String[0]);
        } finally {
            System.setOut(before);
        }
        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertEquals(4, lines.size(), lines::toString);
        assertEquals("Kiro alone:", lines.get(0));
        assertTrue(lines.get(1).startsWith("kiro-cli is not installed"), lines::toString);
        assertEquals("Every tool with a provider on the class path:", lines.get(2));
        assertTrue(lines.get(3).startsWith("kiro-cli is not installed"), lines::toString);
    }
}
