package io.siphon.udf.suspect;

import java.time.Duration;
import java.util.List;

/**
 * Thresholds of the detectors with a memory: options {@code alert.*}.
 *
 * @param detectors names of those that are on, and of others
 * @param maxSubjects most subjects followed at once, over all subtasks
 * @param scannerAgents parts of User-Agent headers
 * @param scannerSweep users or hosts
 * @param bruteForce refused logins
 * @param bruteForceSources addresses
 * @param dialPlanGuess prefixes
 * @param floodAdaptive calls, registrations or OPTIONS in 10 s
 * @param riskRanges beginnings of E.164 numbers, without a plus
 * @param riskCalls in an hour
 * @param tollMinutes in an hour
 * @param tollConcurrent calls at once
 * @param newCountry calls in an hour
 * @param wangiriOut numbers that rang
 * @param wangiriIn numbers that rang
 * @param wangiriBack calls back
 * @param seqCalls calls to one number
 * @param robocallCli numbers called
 * @param optionsDown OPTIONS without an answer
 * @param registerStorm accounts
 * @param massUnregister accounts
 * @param ghostCalls calls in an hour
 * @param addressCountries file in MaxMind's DB format; empty: none
 * @param telemetryLoss datagrams that the kernel dropped
 * @param agentSilent shorter silence is none
 */
public record SuspectSettings(
        List<String> detectors,
        int maxSubjects,
        List<String> scannerAgents,
        int scannerSweep,
        int bruteForce,
        int bruteForceSources,
        int dialPlanGuess,
        int floodAdaptive,
        InternationalCalls international,
        List<String> riskRanges,
        int riskCalls,
        int tollMinutes,
        int tollConcurrent,
        int newCountry,
        int wangiriOut,
        int wangiriIn,
        int wangiriBack,
        int seqCalls,
        int robocallCli,
        int optionsDown,
        int registerStorm,
        int massUnregister,
        int ghostCalls,
        String addressCountries,
        int telemetryLoss,
        Duration agentSilent) {}
