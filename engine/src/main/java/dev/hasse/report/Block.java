package dev.hasse.report;

/** What a section is made of. */
public sealed interface Block permits Paragraph, Plot, Table {}
