package com.example.small;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Starts with or without CodexBar on its class path, and prints what the start took. */
@SpringBootConfiguration
@EnableAutoConfiguration
@RestController
public class Plain {

    public static void main(String[] args) {
        OwnBeans own = new OwnBeans();
        SpringApplication application = new SpringApplication(Plain.class);
        application.setApplicationStartup(own);
        try (ConfigurableApplicationContext context = application.run(args)) {
            OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
            // The thread that starts the application: what it computes is what a start takes on an idle machine.
            long main = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1_000_000;
            long all = system.getProcessCpuTime() / 1_000_000;
            long wall = System.currentTimeMillis()
                    - ManagementFactory.getRuntimeMXBean().getStartTime();
            System.out.println("ready " + wall + " " + main + " " + all + " " + own.microseconds() + " " + own.beans());
        }
    }

    @GetMapping("/hello")
    String hello() {
        return "hello";
    }
}
