package com.example.small;

import dev.codexbar.monitor.RefreshResult;
import dev.codexbar.monitor.UsageMonitor;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.devtools.restart.Restarter;
import org.springframework.context.ApplicationListener;

/** Lets devtools restart the application twice, and looks for what earlier runs left. */
public class Restarted {

    /** In the properties of the JVM, because devtools loads the classes of the application anew. */
    private static final String RUN = "small.run";

    private static final int RUNS = 3;

    public static void main(String[] args) {
        SpringApplication application = new SpringApplication(Small.class);
        application.addListeners((ApplicationListener<ApplicationReadyEvent>) Restarted::ready);
        application.run(args);
    }

    private static void ready(ApplicationReadyEvent event) {
        int run = Integer.getInteger(RUN, 0) + 1;
        System.setProperty(RUN, String.valueOf(run));
        UsageMonitor monitor = event.getApplicationContext().getBean(UsageMonitor.class);
        RefreshResult result = monitor.refresh("small").join();
        System.out.println("run " + run + ": " + result.outcome() + ", timers " + timers());
        if (run < RUNS) {
            // Not on the thread of the application, which devtools ends.
            Thread thread = new Thread(() -> Restarter.getInstance().restart());
            thread.setDaemon(false);
            thread.start();
        } else {
            List<String> timers = timers();
            System.out.println(timers.size() == 1 ? "devtools: one monitor" : "devtools: left behind " + timers);
            new Thread(() -> System.exit(SpringApplication.exit(event.getApplicationContext()))).start();
        }
    }

    private static List<String> timers() {
        // A thread that has just ended may still be listed.
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        List<String> timers = alive();
        while (timers.size() > 1 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            timers = alive();
        }
        return timers;
    }

    private static List<String> alive() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("codexbar-monitor-timer"))
                .toList();
    }
}
