//! `verify`: judges a token and settles the verdict (spec mobile.md 2.2, 3.2, 3.3, 4). The order: policy, session, envelope, one look-up,
//! evidence, settlement. Nothing is answered before its verdict is on disk.

use std::borrow::Cow;
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use tokio::time::timeout;
use touchstone_evidence::mobile_token::{self, Envelope, Service, Token};

use super::answer::Verification;
use super::claim::{Bound, Unbound};
use super::error::VerifyError;
use super::google;
use super::in_flight::Turn;
use super::judgement::Judgement;
use super::policy::TenantPolicy;
use super::request::VerifyRequest;
use super::service::Mobile;
use super::settlement::Case;
use crate::ports::{
    Claim, ClaimState, DeviceKeyId, DevicePlatform, MobileLookup, Outcome, Settled,
};
use crate::{Call, Principal, TenantId};

/// What must be left of a verification's time when Google is asked: one call's time (spec mobile.md 7.1).
const DECODE_MIN: Duration = Duration::from_secs(5);

impl Mobile {
    /// Judges the token of `request` for the caller and settles the verdict.
    pub async fn verify(
        &self,
        principal: &Principal,
        call: &Call,
        request: VerifyRequest,
    ) -> Result<Verification, VerifyError> {
        let tenant_id = principal.tenant_id.ok_or(VerifyError::NoTenant)?;
        let policy = self.policy(tenant_id, call).await?;
        let case = self.case(principal, call, tenant_id, &policy, &request);
        let bound = match self.bind(tenant_id, &policy, &request.binding, call).await {
            Ok(bound) => bound,
            Err(Unbound::Rejected(reason)) => return self.reject(case, reason).await,
            Err(Unbound::KeysIncomplete) => return Err(VerifyError::SessionKeysIncomplete),
        };
        let envelope = mobile_token::parse(&request.token);
        let Some(_turn) = self.turn(&case, &bound, envelope.as_ref().ok()).await else {
            let mut judgement = Judgement::new(&case);
            judgement.platform = Some(Service::Gms.word());
            judgement.fact("upstream", "no turn in time");
            return self
                .settle(case, None, judgement.refuse("upstream_unavailable"))
                .await;
        };
        let lookup = self
            .look_up(tenant_id, &bound, envelope.as_ref().ok(), call)
            .await?;
        match lookup.claim {
            ClaimState::Free => {}
            ClaimState::Used => return self.reject(case, used(bound.claim)).await,
            ClaimState::Expired => return self.reject(case, "session_expired").await,
        }
        let began_us = call.elapsed_us();
        let judgement = self.judge(&case, &bound, envelope, lookup.device_key).await;
        let evidence_us = call.elapsed_us().saturating_sub(began_us);
        let mut verification = self.settle(case, bound.claim, judgement).await?;
        verification.timing.evidence_us = evidence_us;
        Ok(verification)
    }

    fn case<'a>(
        &self,
        principal: &'a Principal,
        call: &'a Call,
        tenant_id: TenantId,
        policy: &'a TenantPolicy,
        request: &VerifyRequest,
    ) -> Case<'a> {
        let mut evidence_sha256 = [0; 32];
        evidence_sha256.copy_from_slice(digest(&SHA256, &request.token).as_ref());
        let verdict_id = crate::VerdictId::new(call.now, &*self.world.random);
        Case {
            principal,
            call,
            tenant_id,
            policy,
            evidence_sha256,
            verdict_id,
            began: call.elapsed(),
        }
    }

    /// What goes to Google waits for its turn: verifications of one session follow each other, from look-up to settlement. `None` when the
    /// turn does not come in time, or too many wait already.
    async fn turn(
        &self,
        case: &Case<'_>,
        bound: &Bound,
        envelope: Option<&Envelope<'_>>,
    ) -> Option<Option<Turn>> {
        match (envelope.map(|envelope| &envelope.token), bound.claim) {
            (Some(Token::Gms(token)), Some(claim))
                if google::goes_to_google(case.policy, case.principal, token) =>
            {
                let turn = self.in_flight.turn(case.tenant_id, claim);
                // Later, Google would decode and nobody would hear it.
                let within = case.time_left().saturating_sub(DECODE_MIN);
                timeout(within, turn).await.ok().flatten().map(Some)
            }
            _ => Some(None),
        }
    }

    /// Claim and device key in one round trip; none when neither is asked for.
    async fn look_up(
        &self,
        tenant_id: TenantId,
        bound: &Bound,
        envelope: Option<&Envelope<'_>>,
        call: &Call,
    ) -> Result<MobileLookup, VerifyError> {
        let device_key = |platform, key_id| DeviceKeyId { platform, key_id };
        let key_id = match envelope.map(|envelope| &envelope.token) {
            Some(Token::Apple(token)) => Some(device_key(DevicePlatform::Apple, token.key_id)),
            Some(Token::AndroidKey(token)) => {
                Some(device_key(DevicePlatform::AndroidKey, token.key_id))
            }
            Some(Token::Gms(_) | Token::Hms(_)) | None => None,
        };
        if bound.claim.is_none() && key_id.is_none() {
            return Ok(MobileLookup {
                claim: ClaimState::Free,
                device_key: None,
            });
        }
        let store = &self.world.store;
        store
            .mobile_lookup(tenant_id, bound.claim, key_id, call.now)
            .await
            .map_err(VerifyError::Lookup)
    }

    async fn reject(
        &self,
        case: Case<'_>,
        reason: &'static str,
    ) -> Result<Verification, VerifyError> {
        let settlement = case.rejection(reason);
        let settled = self.world.store.settle_mobile(settlement).await;
        let settled = settled.map_err(|source| case.not_settled(source))?;
        Ok(case.answer(settled, None, None, None))
    }

    async fn settle(
        &self,
        case: Case<'_>,
        claim: Option<Claim>,
        judgement: Judgement,
    ) -> Result<Verification, VerifyError> {
        let (platform, details) = (judgement.platform, judgement.details.clone());
        let hint = judgement.hint.clone();
        let settlement = case.settlement(claim, judgement);
        let uses_session = matches!(settlement.claim, Some(Claim::Session { .. }));
        let began_us = case.call.elapsed_us();
        let settled: Result<Settled, _> = self.world.store.settle_mobile(settlement).await;
        let settled = settled.map_err(|source| case.not_settled(source))?;
        let mut verification = case.answer(settled, platform, details, hint);
        verification.used_session = uses_session && verification.outcome != Outcome::Rejected;
        verification.timing.settle_us = case.call.elapsed_us().saturating_sub(began_us);
        Ok(verification)
    }
}

/// The reason of a claim that was used.
pub(super) fn used(claim: Option<Claim>) -> &'static str {
    match claim {
        Some(Claim::Nonce { .. }) => "nonce_already_used",
        Some(Claim::Session { .. }) | None => "session_already_used",
    }
}

/// Text that is constant here and owned where it comes from the store.
pub(super) type Text = Cow<'static, str>;
