package com.example.gateway;

import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** A gateway of a team that has a quota of its own, and shows it beside those of the tools on the machine. */
@SpringBootApplication
public class GatewayApplication {

    /**
     * Starts the application.
     *
     * @param args Spring's own
     */
    public static void main(String[] args) {
        SpringApplication.run(GatewayApplication.class, args);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
