-- What was made with a right ends with it: from now on the product does that when a right is taken (lib/members/end-what-they-made.ts).
-- Here for what was taken before: keys of makers who are gone or have a lesser role, and their open invitations.
-- Policies bind the owner too, who sees no workspace here: they are lifted for these two statements.

ALTER TABLE member NO FORCE ROW LEVEL SECURITY;
ALTER TABLE api_key NO FORCE ROW LEVEL SECURITY;
ALTER TABLE invitation NO FORCE ROW LEVEL SECURITY;

UPDATE api_key SET revoked_at = now() FROM member
WHERE member.id = api_key.created_by_id AND api_key.revoked_at IS NULL AND (member.removed_at IS NOT NULL OR api_key.role > member.role);

UPDATE invitation SET revoked_at = now() FROM member
WHERE member.id = invitation.invited_by_id AND invitation.accepted_at IS NULL AND invitation.revoked_at IS NULL
  AND (member.removed_at IS NOT NULL OR member.role <> 'admin');

ALTER TABLE member FORCE ROW LEVEL SECURITY;
ALTER TABLE api_key FORCE ROW LEVEL SECURITY;
ALTER TABLE invitation FORCE ROW LEVEL SECURITY;
