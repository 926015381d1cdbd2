package dev.hasse.report;

/** What a section is made of. */
public sealed interface Block permits Gallery, Paragraph, Plot, Table {}
