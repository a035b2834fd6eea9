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
        try (ConfigurableApplicationContext context = SpringApplication.run(Plain.class, args)) {
            OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
            long cpu = system.getProcessCpuTime() / 1_000_000;
            long wall = System.currentTimeMillis()
                    - ManagementFactory.getRuntimeMXBean().getStartTime();
            System.out.println("ready " + wall + " " + cpu + " " + context.getBeanDefinitionCount());
        }
    }

    @GetMapping("/hello")
    String hello() {
        return "hello";
    }
}
