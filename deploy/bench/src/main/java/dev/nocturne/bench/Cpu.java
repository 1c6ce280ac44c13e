package dev.nocturne.bench;

/** CPU time in nanoseconds, of this JVM and of a PostgreSQL server. */
record Cpu(double jvm, double postgres) {
    static Cpu now(ProcessTree postgres) {
        return new Cpu(new ProcessTree(ProcessHandle.current()).rootCpu(), postgres.cpu());
    }

    Cpu since(Cpu earlier) {
        return new Cpu(jvm - earlier.jvm, postgres - earlier.postgres);
    }

    Cpu plus(Cpu other) {
        return new Cpu(jvm + other.jvm, postgres + other.postgres);
    }
}
