#pragma once
// Named instants at which a test may end the process, or stop it until it sends SIGCONT. In builds
// without COHORT_FAILPOINTS the macro is nothing at all, which tests/tidy proves on the release
// binary. Set COHORT_FAILPOINT="name:crash", "name:crash:17" (the 17th passing) or "name:stop:17"
// in the environment.
#if defined(COHORT_FAILPOINTS)
namespace cohort {
void pass_failpoint(const char* name);
}

#define COHORT_FAILPOINT(name) ::cohort::pass_failpoint("failpoint:" name)
#else
#define COHORT_FAILPOINT(name) static_cast<void>(0)
#endif
