/**
 * Results of experiments as one HTML file that needs nothing else, and its plots as SVG, PNG and
 * CSV.
 *
 * <p>Start with {@link dev.hasse.report.Report}, the data, and {@link dev.hasse.report.HtmlReport},
 * which writes it; {@link dev.hasse.report.PlotFiles} writes the plots alone. Whatever is handed in
 * may hold any text and any number: the writers escape the one and leave gaps, with a word about
 * them, for what cannot be drawn of the other. May use {@code sweep}, {@code format} and {@code
 * domain}; runs no experiment, rounds no bound and prints nothing.
 */
package dev.hasse.report;
